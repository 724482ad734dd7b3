"""The requests of cases.sh; standard library only."""
import hashlib
import html.parser
import http.client
import re
import statistics
import sys
import time
import urllib.parse

REQUESTS, SMALL, LARGE = (int(value) for value in sys.argv[1:4])


class Forms(html.parser.HTMLParser):
    """The fields of every form of a page, as a browser would send them without pressing a button."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.forms, self.text, self.select = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.forms.append((found.get("action"), []))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        name, kind = found.get("name"), found.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file", "button") and (kind not in ("checkbox", "radio") or "checked" in found):
            fields.append((name, found.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "textarea" and name:
            self.text = [name, ""]
        elif tag == "select":
            self.select = [name, None, None]
        elif tag == "option" and self.select:
            value = found.get("value", "")
            self.select[1] = value if self.select[1] is None else self.select[1]
            self.select[2] = value if "selected" in found else self.select[2]

    def handle_data(self, data):
        if self.text:
            self.text[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text:
            self.forms[-1][1].append((self.text[0], self.text[1].removeprefix("\n")))
            self.text = None
        elif tag == "select" and self.select:
            if self.select[0]:
                self.forms[-1][1].append((self.select[0], self.select[2] if self.select[2] is not None else self.select[1] or ""))
            self.select = None


class Site:
    def __init__(self, port):
        self.port, self.cookies, self.used, self.connection = port, {}, time.perf_counter(), http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.post("/account/login", {"Input.Email": "bench@example.org", "Input.Password": "a pass phrase of five words"}, "Input.Email")

    def send(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": f"http://127.0.0.1:{self.port}", "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.perf_counter() - self.used > 30:
            # The site closes what was idle for a minute.
            self.connection.close()
        begun = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.used = time.perf_counter()
        took = self.used - begun
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, answer.getheader("Location"), page, took

    def get(self, path):
        status, _, page, _ = self.send("GET", path)
        assert status == 200, f"{path}: {status}"
        return page

    def post(self, path, values, having):
        """Fills the form of a page that has a field and sends it; answers the time of that alone."""
        action, fields = next(form for form in Forms(self.get(path)).forms if any(name == having for name, _ in form[1]))
        given = [(name, value) for name, value in fields if name not in values] + list(values.items())
        status, location, page, took = self.send("POST", action or path, urllib.parse.urlencode(given))
        assert status in (302, 303), f"POST {path}: {status} {re.findall('<li>.*?</li>|role=.alert.*?</', page)[:3]}"
        return took

    def median(self, path):
        self.get(path)
        return statistics.median(self.send("GET", path)[3] for _ in range(REQUESTS))


def first(page, pattern):
    return re.search(pattern, page).group(0)


def invented(number):
    """A name that is like no other, so that nobody has to say who is meant."""
    letters = hashlib.sha256(str(number).encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    return f"{letters[:7].title()} {letters[7:15].title()}"


def prepare(site, attendees):
    """Addresses of a person, of the person's editor, and of an event with that many attendees."""
    people = site.get("/people.csv").count("\n") - 1
    event = first(site.get("/admin/events"), r"/admin/events/[0-9a-f-]{36}")
    there = site.get(event)
    number = first(there, r"/admin/events/[0-9a-f-]{36}/attendance").split("/")[3]
    before = site.get(f"/admin/events/{number}/door").count('<li id="p-')
    for start in range(0, max(0, attendees - before), 100):
        # What the site understood of the names is confirmed as it stands.
        (action, fields), = [form for form in Forms(site.get(f"/admin/events/{number}/door")).forms if any(name == "Input.Names" for name, _ in form[1])]
        names = "\n".join(invented(i) for i in range(start, min(start + 100, attendees - before)))
        page = site.send("POST", action, urllib.parse.urlencode([field for field in fields if field[0] != "Input.Names"] + [("Input.Names", names)]))[2]
        action, fields = next(form for form in Forms(page).forms if any(name == "Input.Picks[0].Pick" for name, _ in form[1]))
        assert site.send("POST", action, urllib.parse.urlencode(fields))[0] in (302, 303)
    return people, site.get(f"/admin/events/{number}/door").count('<li id="p-'), number


small, large = Site(SMALL), Site(LARGE)
(few, some, one), (many, lots, other) = prepare(small, 10), prepare(large, 500)
print(f"{few} people and an event of {some} beside {many} people and an event of {lots}; medians of {REQUESTS}, uncached")
person = {site: first(site.get("/people"), r'(?<=href=")/people/[^"?#]+') for site in (small, large)}
editor = {site: first(site.get("/admin/people"), r"/admin/people/[0-9a-f-]{36}") for site in (small, large)}
event = {small: one, large: other}


def row(name, of):
    a, b = of(small), of(large)
    print(f"{name:<44} {a * 1000:7.1f} ms {b * 1000:7.1f} ms   {b / a:5.2f}", flush=True)


row("a plain admin page (for comparison)", lambda s: s.median("/account"))
row("list of people", lambda s: s.median("/people"))
row("list of people, by name", lambda s: s.median("/people?sort=Romanised"))
row("list of people, of one status", lambda s: s.median("/people?status=Imprisoned"))
row("people.csv", lambda s: s.median("/people.csv"))
row("a person", lambda s: s.median(person[s]))
row("staff: list of people", lambda s: s.median("/admin/people"))
row("staff: a person's editor", lambda s: s.median(editor[s]))
row("staff: a person saved", lambda s: statistics.median(s.post(editor[s], {"Entry.Summary": f"Saved for the {i}th time.", "do": "save"}, "Entry.Title") for i in range(REQUESTS)))
row("staff: attendance", lambda s: s.median(f"/admin/events/{event[s]}/attendance"))
row("staff: attendance saved", lambda s: statistics.median(s.post(f"/admin/events/{event[s]}/attendance", {"do": "save"}, "Input.Names") for _ in range(max(5, REQUESTS // 4))))
row("the door", lambda s: s.median(f"/admin/events/{event[s]}/door"))


def tap(site):
    times = []
    for i in range(REQUESTS):
        page = site.get(f"/admin/events/{event[site]}/door")
        name, value = re.findall(r'<button name="(here|gone)" value="([^"]+)"', page)[i % 5]
        token = next(dict(fields)["__RequestVerificationToken"] for _, fields in Forms(page).forms if any(n == "__RequestVerificationToken" for n, _ in fields))
        status, _, _, took = site.send("POST", f"/admin/events/{event[site]}/door", urllib.parse.urlencode({"q": "", name: value, "__RequestVerificationToken": token}))
        assert status in (302, 303), status
        times.append(took)
    return statistics.median(times)


row("a tap at the door", tap)
