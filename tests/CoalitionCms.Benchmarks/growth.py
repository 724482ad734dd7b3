"""The requests of growth.sh, and publishing; standard library only. usage: growth.py PAIRS PORT PROCESS PORT PROCESS [SERVER] (few, then many; the process of the
PostgreSQL server)"""
import html
import http.client
import re
import statistics
import sys
import time
import urllib.parse

import staff
from staff import backends, worked

PAIRS, SERVER = int(sys.argv[1]), (sys.argv[6:] or [None])[0]
LIMIT = 1.2
WARM_UP = 60
# A page that is slow is asked for less often: no page holds up the others for longer than so many seconds, and none is judged by fewer pairs.
MOST_SECONDS, FEWEST = 20, 5
REQUESTS_OF_CLIENT = 60

# These hold more where there is more, up to a number: 1,000 results are counted, a calendar has 200 events, a part of the sitemap 500 entries,
# its index a line for each part, and a list that is narrowed twenty people where the small site has a dozen. Lists of all people as CSV and JSON are not asked for: they hold everything, and stream.
BOUNDED = {"search for a word", "calendar", "sitemap", "part of the sitemap", "people held for a status", "people by two filters"}


class Site:
    def __init__(self, port, process):
        self.port, self.process, self.cookies, self.asked = port, process, {}, 0
        form = re.search(r'__RequestVerificationToken" type="hidden" value="([^"]*)"', self.ask("GET", "/account/login")[0]).group(1)
        fields = {"__RequestVerificationToken": form, "Input.Email": "bench@example.org", "Input.Password": "a pass phrase of five words"}
        self.ask("POST", "/account/login", urllib.parse.urlencode(fields), having=302)

    def ask(self, method, path, body=None, having=200):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept": "text/html",
                   "Origin": f"http://127.0.0.1:{self.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.asked % REQUESTS_OF_CLIENT == 0:
            # The site limits how much one client may ask; each of these addresses is another client.
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120, source_address=(f"127.0.0.{2 + self.asked // REQUESTS_OF_CLIENT}", 0))
        self.asked += 1
        before = self.worked()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read()
        took = self.worked() - before
        assert answer.status == having, f"{method} {path}: {answer.status}"
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return page.decode(), took

    def worked(self):
        return sum(worked(process) for process in [self.process, *backends(SERVER)])

    def links(self, path, pattern):
        return [html.unescape(link) for link in re.findall(f'href="({pattern})"', self.ask("GET", path)[0])]

    def pages(self):
        """The addresses to ask for, by name. Both sites have the same kinds of pages with the same amount on them."""
        articles = self.links("/articles", r"/articles/[^/\"?]*[^0-9/\"?][^/\"?]*")
        year = self.links("/articles", r"/articles/\d{4}")[1]
        event = self.links("/events", r"/events/[^/\".]*")[0]
        second = self.links("/articles", r"/articles\?before=[^\"]*")[0]
        campaign = self.links("/campaigns", r"/campaigns/[^/\"]*")[0]
        tag = next(tag for article in articles for tag in self.links(article, r"/tags/[^\"]*"))
        # The kind of article that asks for most: a report of an event, with its attendees.
        listed = [article for path in ("/articles", second, year) for article in self.links(path, r"(?:/[A-Za-z-]+)?/articles/[^/\"?]*[^0-9/\"?][^/\"?]*")]
        report = next(article for article in listed if self.links(article, r"(?:/[A-Za-z-]+)?/events/[^/\".]*"))
        return {
            "home": "/",
            "home in Chinese": "/zh-Hans",
            "home in Uyghur": "/ug",
            "articles": "/articles",
            "articles, only in English": "/articles?only=en",
            "articles, second page": second,
            "articles of a year": year,
            "articles with a tag": tag,
            "one article": report,
            "events": "/events",
            "one event": event,
            "one event's calendar file": event + ".ics",
            "campaigns": "/campaigns",
            "one campaign": campaign,
            "feed of a campaign": campaign + "/feed.atom",
            "people": "/people",
            "people in Chinese": "/zh-Hans/people",
            "people held for a status": self.links("/people", r"/people\?status=[^\"]*")[0],
            "people taken in some years": "/people?from=2010&until=2014",
            "people in another order": self.links("/people", r"/people\?sort=[^\"]*")[0],
            "people by two filters": "/people?status=Detained&from=2010&until=2012",
            "people by native name": "/people?sort=Native",
            "one person": self.links("/people", r"/people/(?!names)[^/\"]*")[0],
            "name index": "/people/names",
            "name index by strokes": "/people/names?sort=strokes",
            "search for a name": "/search?q=" + urllib.parse.quote("Jin Hai"),
            "search for a word": "/search?q=letter",
            "search without a result": "/search?q=xyzzyx",
            "who we are": "/about",
            "how to reach us": "/contact",
            "addresses": "/official",
            "copies": "/copy",
            "statement of participation": "/verify",
            "calendar": "/events.ics",
            "feed": "/feed.atom",
            "feed in Chinese": "/zh-Hans/feed.json",
            "feed of a tag": tag + "/feed.atom",
            "sitemap": "/sitemap.xml",
            "part of the sitemap": "/sitemap-1.xml",
            "no such page": "/nothing-here",
            "articles, for staff": "/admin/articles",
            "articles, for staff, a word": "/admin/articles?q=letter",
            "people, for staff": "/admin/people",
            "people, for staff, a name": "/admin/people?q=" + urllib.parse.quote("Jin Hai"),
            "events, for staff": "/admin/events",
            "waiting for review": "/admin/review",
            "members": "/admin/members",
            "photos and files": "/admin/media",
        }


few, many = Site(*map(int, sys.argv[2:4])), Site(*map(int, sys.argv[4:6]))
few_pages, many_pages = few.pages(), many.pages()
print(f"{'page':<36} {'few':>9} {'many':>9} {'ratio':>6}   (medians of {PAIRS} pairs, work of the processors)")


def ask(name, times):
    having = 404 if name == "no such page" else 200
    pairs, begun = [], time.monotonic()
    while len(pairs) < times and (len(pairs) < FEWEST or time.monotonic() - begun < MOST_SECONDS):
        pairs.append((few.ask("GET", few_pages[name], having=having)[1], many.ask("GET", many_pages[name], having=having)[1]))
    return pairs


# Until both have compiled everything as well as they can, which they do by the way.
for name in list(few_pages):
    try:
        ask(name, WARM_UP)
    except AssertionError as missing:
        # The sample has no such page.
        print(f"{name:<28} left out: {missing}")
        del few_pages[name]
if len(few_pages) < 40:
    sys.exit("error: most pages are missing.")

staff.wait_for_checks(few.process, many.process)
for site in (few, many):
    # A connection that was silent for so long may be closed by the site; the next request opens another.
    site.connection.close()
grown = []


def report(name, pairs):
    ratio = statistics.median(b / a for a, b in pairs)
    small, large = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    remark = "  holds more" if name in BOUNDED else f"  more than {LIMIT}" if ratio > LIMIT else ""
    asked = f" ({len(pairs)} pairs)" if len(pairs) < PAIRS else ""
    grown.extend([name] if ratio > LIMIT and name not in BOUNDED else [])
    print(f"{name:<36} {small:>6.1f} ms {large:>6.1f} ms {ratio:>6.2f}{remark}{asked}", flush=True)


for name in few_pages:
    report(name, ask(name, PAIRS))

editors = [staff.Site(site.port, site.process) for site in (few, many)]
for kind in ("articles", "people"):
    opened = [re.findall(rf'href="(/admin/{kind}/[0-9a-f-]{{36}})"', editor.get(f"/admin/{kind}"))[:6] for editor in editors]
    pairs = [[1000 * editor.post(entries[i % len(entries)], {"Entry.Body": f"Words of turn {i}.", "do": "publish"}, "Entry.Body")
              for editor, entries in zip(editors, opened)] for i in range(WARM_UP + PAIRS)][WARM_UP:]
    report(f"publishing {kind}", pairs)

# What was computed from all entries before a change must not be computed from all of them again for the first reader after it.
for kind, names in (("articles", ["home", "articles", "articles of a year"]), ("people", ["home", "people", "people in another order", "people by native name", "name index"])):
    opened = [re.findall(rf'href="(/admin/{kind}/[0-9a-f-]{{36}})"', editor.get(f"/admin/{kind}"))[:6] for editor in editors]
    for name in names:
        pairs = []
        for i in range(PAIRS + FEWEST):
            for editor, entries in zip(editors, opened):
                editor.post(entries[i % len(entries)], {"Entry.Body": f"{name}, turn {i}.", "do": "publish"}, "Entry.Body")
            pairs.append((few.ask("GET", few_pages[name])[1], many.ask("GET", many_pages[name])[1]))
        report(f"{name}, after {kind}", pairs[FEWEST:])

if grown:
    sys.exit(f"error: {', '.join(grown)}: more than {LIMIT} times as much.")
