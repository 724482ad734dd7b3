"""The requests of cases.sh; standard library only."""
import hashlib
import re
import statistics
import sys
import urllib.parse

from staff import Forms, Site

REQUESTS, *SITES = (int(value) for value in sys.argv[1:6])


def median(site, path):
    site.get(path)
    return statistics.median(site.send("GET", path)[3] for _ in range(REQUESTS))


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


small, large = Site(*SITES[:2]), Site(*SITES[2:])
(few, some, one), (many, lots, other) = prepare(small, 10), prepare(large, 500)
print(f"{few} people and an event of {some} beside {many} people and an event of {lots}; medians of {REQUESTS}, uncached, work of the processors")
person = {site: first(site.get("/people"), r'(?<=href=")/people/[^"?#]+') for site in (small, large)}
editor = {site: first(site.get("/admin/people"), r"/admin/people/[0-9a-f-]{36}") for site in (small, large)}
event = {small: one, large: other}


def row(name, of):
    a, b = of(small), of(large)
    print(f"{name:<44} {a * 1000:7.1f} ms {b * 1000:7.1f} ms   {b / a:5.2f}", flush=True)


row("a plain admin page (for comparison)", lambda s: median(s, "/account"))
row("list of people", lambda s: median(s, "/people"))
row("list of people, by name", lambda s: median(s, "/people?sort=Romanised"))
row("list of people, of one status", lambda s: median(s, "/people?status=Imprisoned"))
row("people.csv", lambda s: median(s, "/people.csv"))
row("a person", lambda s: median(s, person[s]))
row("staff: list of people", lambda s: median(s, "/admin/people"))
row("staff: a person's editor", lambda s: median(s, editor[s]))
row("staff: a person saved", lambda s: statistics.median(s.post(editor[s], {"Entry.Summary": f"Saved for the {i}th time.", "do": "save"}, "Entry.Title") for i in range(REQUESTS)))
row("staff: attendance", lambda s: median(s, f"/admin/events/{event[s]}/attendance"))
row("staff: attendance saved", lambda s: statistics.median(s.post(f"/admin/events/{event[s]}/attendance", {"do": "save"}, "Input.Names") for _ in range(max(5, REQUESTS // 4))))
row("the door", lambda s: median(s, f"/admin/events/{event[s]}/door"))


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
