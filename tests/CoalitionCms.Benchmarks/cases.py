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


def prepare(site, attendees, others=()):
    """The number of an event with that many attendees."""
    for event in dict.fromkeys(re.findall(r"/admin/events/[0-9a-f-]{36}", site.get("/admin/events"))):
        number = first(site.get(event), r"/admin/events/[0-9a-f-]{36}/attendance").split("/")[3]
        before = site.get(f"/admin/events/{number}/door").count('<li id="p-')
        if before <= attendees and number not in others:
            break
    for start in range(0, max(0, attendees - before), 100):
        # What the site understood of the names is confirmed as it stands.
        (action, fields), = [form for form in Forms(site.get(f"/admin/events/{number}/door")).forms if any(name == "Input.Names" for name, _ in form[1])]
        names = "\n".join(invented(i) for i in range(start, min(start + 100, attendees - before)))
        page = site.send("POST", action, urllib.parse.urlencode([field for field in fields if field[0] != "Input.Names"] + [("Input.Names", names)]))[2]
        action, fields = next(form for form in Forms(page).forms if any(name == "Input.Picks[0].Pick" for name, _ in form[1]))
        assert site.send("POST", action, urllib.parse.urlencode(fields))[0] in (302, 303)
    assert site.get(f"/admin/events/{number}/door").count('<li id="p-') == attendees
    return number


small, large = Site(*SITES[:2]), Site(*SITES[2:])
few, many = (site.get("/people.csv").count("\n") - 1 for site in (small, large))
person = {site: first(site.get("/people"), r'(?<=href=")/people/[^"?#]+') for site in (small, large)}
editor = {site: first(site.get("/admin/people"), r"/admin/people/[0-9a-f-]{36}") for site in (small, large)}


def row(name, take, requests=REQUESTS, pair=(small, large)):
    """Asks for both in turn, so that a busy moment hits both. The first answer of each is not counted."""
    taken = {one: [] for one in pair}
    for i in range(requests + 1):
        for one in pair:
            taken[one].append(take(one, i))
    a, b = (statistics.median(taken[one][1:]) for one in pair)
    print(f"{name:<44} {a * 1000:7.1f} ms {b * 1000:7.1f} ms   {b / a:5.2f}", flush=True)


def page(path):
    return lambda site, _: site.send("GET", path(site))[3]


def tap(event, i):
    there = large.get(f"/admin/events/{event}/door")
    name, value = re.findall(r'<button name="(here|gone)" value="([^"]+)"', there)[i % 5]
    token = next(dict(fields)["__RequestVerificationToken"] for _, fields in Forms(there).forms if any(n == "__RequestVerificationToken" for n, _ in fields))
    status, _, _, took = large.send("POST", f"/admin/events/{event}/door", urllib.parse.urlencode({"q": "", name: value, "__RequestVerificationToken": token}))
    assert status in (302, 303), status
    return took


print(f"{few} people beside {many}; medians of {REQUESTS}, uncached, work of the processors")
row("a plain admin page (for comparison)", page(lambda s: "/account"))
row("list of people", page(lambda s: "/people"))
row("list of people, by name", page(lambda s: "/people?sort=Romanised"))
row("list of people, of one status", page(lambda s: "/people?status=Imprisoned"))
row("people.csv", page(lambda s: "/people.csv"))
row("a person", page(lambda s: person[s]))
row("staff: list of people", page(lambda s: "/admin/people"))
row("staff: a person's editor", page(lambda s: editor[s]))
row("staff: a person saved", lambda s, i: s.post(editor[s], {"Entry.Summary": f"Saved for the {i}th time.", "do": "save"}, "Entry.Title"))

# Both in one site, so that nothing but the number of attendees differs.
ten = prepare(large, 10)
events = (ten, prepare(large, 500, [ten]))
print("an event of 10 beside one of 500")
row("attendance", lambda e, _: large.send("GET", f"/admin/events/{e}/attendance")[3], pair=events)
row("attendance saved", lambda e, _: large.post(f"/admin/events/{e}/attendance", {"do": "save"}, "Input.Names"), max(5, REQUESTS // 4), events)
row("the door", lambda e, _: large.send("GET", f"/admin/events/{e}/door")[3], pair=events)
row("a tap at the door", tap, pair=events)
