"""The requests of cases.sh; standard library only."""
import hashlib
import re
import statistics
import sys
import urllib.parse

from staff import Forms, Site

REQUESTS, *SITES = (int(value) for value in sys.argv[1:6])


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


def row(name, take, requests=REQUESTS):
    """Asks both sites in turn, so that a busy moment hits both. The first answer of each is not counted."""
    taken = {site: [] for site in (small, large)}
    for i in range(requests + 1):
        for site in (small, large):
            taken[site].append(take(site, i))
    a, b = (statistics.median(taken[site][1:]) for site in (small, large))
    print(f"{name:<44} {a * 1000:7.1f} ms {b * 1000:7.1f} ms   {b / a:5.2f}", flush=True)


def page(path):
    return lambda site, _: site.send("GET", path(site))[3]


def tap(site, i):
    there = site.get(f"/admin/events/{event[site]}/door")
    name, value = re.findall(r'<button name="(here|gone)" value="([^"]+)"', there)[i % 5]
    token = next(dict(fields)["__RequestVerificationToken"] for _, fields in Forms(there).forms if any(n == "__RequestVerificationToken" for n, _ in fields))
    status, _, _, took = site.send("POST", f"/admin/events/{event[site]}/door", urllib.parse.urlencode({"q": "", name: value, "__RequestVerificationToken": token}))
    assert status in (302, 303), status
    return took


row("a plain admin page (for comparison)", page(lambda s: "/account"))
row("list of people", page(lambda s: "/people"))
row("list of people, by name", page(lambda s: "/people?sort=Romanised"))
row("list of people, of one status", page(lambda s: "/people?status=Imprisoned"))
row("people.csv", page(lambda s: "/people.csv"))
row("a person", page(lambda s: person[s]))
row("staff: list of people", page(lambda s: "/admin/people"))
row("staff: a person's editor", page(lambda s: editor[s]))
row("staff: a person saved", lambda s, i: s.post(editor[s], {"Entry.Summary": f"Saved for the {i}th time.", "do": "save"}, "Entry.Title"))
row("staff: attendance", page(lambda s: f"/admin/events/{event[s]}/attendance"))
row("staff: attendance saved", lambda s, _: s.post(f"/admin/events/{event[s]}/attendance", {"do": "save"}, "Input.Names"), max(5, REQUESTS // 4))
row("the door", page(lambda s: f"/admin/events/{event[s]}/door"))
row("a tap at the door", tap)
