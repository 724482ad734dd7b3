"""The questions of search.sh; standard library only. usage: search.py LABEL NAMES PORT PROCESS PLACE PORT PROCESS PLACE (few, then many)
PLACE: a SQLite file, or "PSQL SOCKET DATABASE SERVER". What is measured is the time for which the processors worked for the site and its
database (Linux), not what others made it wait."""
import collections, csv, http.client, io, random, re, sqlite3, statistics, subprocess, sys, time, urllib.parse

from staff import backends, wait_for_checks, worked

SLOWER, FASTER, LARGER = 1.3, 50, 1.2
# A name is looked for on so many pages of results, and only names that no more than these people share are asked for.
PAGES, SHARED = 2, 20
QUESTIONS, WARM_UP, SCANS = 200, 150, 7
# Characters of the invented names, simplified and traditional.
SIMPLIFIED, TRADITIONAL = (
    "枫云兰莲枣樱芦麦雾风阳岭园桥灯钟书笔纸鹤鹭莺马鱼蝉萤龟样构虚范拟",
    "楓雲蘭蓮棗櫻蘆麥霧風陽嶺園橋燈鐘書筆紙鶴鷺鶯馬魚蟬螢龜樣構虛範擬")

label, names, few, many, place = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[6]), sys.argv[8]
processes = {few: sys.argv[4], many: sys.argv[7]}
server = place.split()[3] if " " in place else None
connections, requests = {}, {few: 0, many: 0}


def get(port, path):
    if requests[port] % 20 == 0:
        # The site limits how much one client may ask; each of these addresses is another client.
        connections[port] = http.client.HTTPConnection("127.0.0.1", port, source_address=(f"127.0.{requests[port] // 5000}.{2 + requests[port] // 20 % 250}", 0))
    requests[port] += 1
    connections[port].request("GET", path)
    answer = connections[port].getresponse()
    body = answer.read().decode()
    if answer.status not in (200, 302):
        raise SystemExit(f"{path}: {answer.status}")
    # A page beyond the end leads to the first.
    return body if answer.status == 200 else ""


def question(words, page=None):
    return "/search?" + urllib.parse.urlencode({"q": words, "page": page, "kind": "person"} if page else {"q": words})


def finds(port, words, path):
    """True when the path is among the first results, or among the first people: many texts by authors of the same name may be newer."""
    for page in (None, *range(1, PAGES + 1)):
        body = get(port, question(words, page))
        if f'href="{path}"' in body:
            return True
        if page and 'rel="next"' not in body:
            return False
    return False


def spellings(person):
    native, romanised = person["name_native"], person["name_romanised"]
    yield from {native, native.translate(str.maketrans(SIMPLIFIED, TRADITIONAL)), native.translate(str.maketrans(TRADITIONAL, SIMPLIFIED))}
    if romanised:
        yield romanised
        yield romanised.replace(" ", "").lower()
        yield romanised.lower()


def cost(port, path):
    """Seconds of the processors for a page."""
    before = {process: worked(process) for process in [processes[port], *backends(server)]}
    get(port, path)
    return sum(worked(process) - before.get(process, 0) for process in [processes[port], *backends(server)]) / 1000


class Database:
    """The larger database, asked past the site."""
    def __init__(self, place):
        self.psql = place.split() if " " in place else None
        self.sqlite = None if self.psql else sqlite3.connect(f"file:{place}?mode=ro", uri=True)

    def number(self, sql):
        if self.sqlite:
            return self.sqlite.execute(sql).fetchone()[0]
        psql, socket, database, _ = self.psql
        return float(subprocess.run([psql, "-qAtX", "-h", socket, "-U", "postgres", "-d", database, "-c", sql], check=True, capture_output=True, text=True).stdout)

    def scan(self, words):
        """Seconds for the same question by LIKE over the same texts."""
        like = " OR ".join(f"\"{column}\" LIKE '%{words}%'" for column in ("Title", "Summary", "Body"))
        sql = f'SELECT COUNT(*) FROM "Publications" WHERE {like}'
        if self.sqlite:
            begun = time.process_time()
            self.number(sql)
            return time.process_time() - begun
        psql, socket, database, _ = self.psql
        settings = "SET max_parallel_workers_per_gather = 0; SET client_min_messages = log; SET log_statement_stats = on;"
        run = subprocess.run([psql, "-qAtX", "-h", socket, "-U", "postgres", "-d", database, "-c", settings, "-c", sql], check=True, capture_output=True, text=True)
        return sum(map(float, re.findall(r"^!\s+([\d.]+) s user, ([\d.]+) s system, [\d.]+ s elapsed", run.stderr, re.M)[-1]))

    def sizes(self):
        """Bytes of the texts, of the index, and of the folded texts beside it."""
        octets = (lambda column: f'LENGTH(CAST({column} AS BLOB))') if self.sqlite else (lambda column: f'OCTET_LENGTH({column})')
        text = self.number(f'SELECT SUM({octets("""("Title" || "Summary" || "Body")""")}) FROM "Publications"')
        folded = self.number(f'SELECT SUM({octets("""("Names" || "Title" || "Text" || "Keys")""")}) FROM "SearchDocuments"')
        index = self.number("SELECT SUM(LENGTH(block)) FROM SearchIndex_data" if self.sqlite
                            else "SELECT pg_relation_size('\"IX_SearchDocuments_Keys\"')")
        return text, index, folded


people = [p for p in csv.DictReader(io.StringIO(get(many, "/people.csv").lstrip("\ufeff"))) if re.fullmatch(r"[一-鿿]{2,3}", p["name_native"])]
# What is found by a question begins with it: how many people have it in their names.
sharing = collections.Counter(part for p in people for part in {p["name_native"], p["name_native"][:2], p["name_native"][1:], p["name_romanised"].replace(" ", "").lower()} if part)
rare = [p for p in people if sharing[p["name_native"]] <= SHARED and sharing[p["name_romanised"].replace(" ", "").lower()] <= SHARED]
random.seed(1)
chosen = random.sample(rare, min(names, len(rare)))
asked = [(words, urllib.parse.urlsplit(p["url"]).path) for p in chosen for words in spellings(p)]
begun = time.perf_counter()
missed = [(words, path) for words, path in asked if not finds(many, words, path)]
lengths = collections.Counter(len(p["name_native"]) for p in chosen)
print(f"{label}: names: {len(chosen)} of {len(people)} people ({lengths[2]} of two characters, {lengths[3]} of three), {len(asked)} spellings in "
      f"{requests[many]} requests and {time.perf_counter() - begun:.0f} s, {len(missed)} not found {missed[:5]}", flush=True)

words = [w for w, _ in asked if len(w) > 1][:QUESTIONS] + ["meeting", "letter", "法院", "监狱", "律师"]
for port in (few, many):
    for w in words[:WARM_UP]:
        get(port, question(w))
wait_for_checks(*processes.values())
for port in (few, many):
    # A connection that was silent for so long may be closed by the site; the next request opens another.
    connections[port].close()
pairs = [(cost(few, question(w)), cost(many, question(w))) for w in words]
database = Database(place)
like = [database.scan(w) for w in words[:: len(words) // SCANS]]
small, large, scan = (1000 * statistics.median(s) for s in (*zip(*pairs), like))
print(f"{label}: p50 of {len(words)} questions, work of the processors: few {small:.1f} ms, many {large:.1f} ms ({large / small:.2f} ×, at most {SLOWER}), "
      f"LIKE over the same texts {scan:.0f} ms ({scan / large:.0f} ×, at least {FASTER})")

text, index, folded = database.sizes()
print(f"{label}: dearest questions of the larger site: " + ", ".join(f"{w} {1000 * m:.0f} ms" for (f, m), w in sorted(zip(pairs, words), key=lambda p: -p[0][1])[:5]))
print(f"{label}: size: texts {text / 1e6:.1f} MB, index {index / 1e6:.1f} MB ({index / text:.2f} ×, at most {LARGER}), folded texts beside it {folded / 1e6:.1f} MB ({folded / text:.2f} ×)")
sys.exit(bool(missed) or not chosen or large > SLOWER * small or scan < FASTER * large or index > LARGER * text)
