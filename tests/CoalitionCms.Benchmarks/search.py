"""The questions of search.sh. usage: search.py NAMES PORT DATABASE PORT DATABASE (few entries, then many)"""
import csv, http.client, io, random, re, sqlite3, statistics, sys, time, urllib.parse

SLOWER, FASTER, LARGER = 1.3, 50, 1.2
# Frequent characters of names, traditional for simplified.
TRADITIONAL = str.maketrans(
    "刘陈张赵吴孙马罗郑谢韩冯邓萧叶苏吕卢贾阎钟陆韦谭邹阴刚华伟丽军杰兰凤红云义礼卫东国庆强宁爱学习书闻龙飞锋静颖娟鲁齐欢乐馆讲编",
    "劉陳張趙吳孫馬羅鄭謝韓馮鄧蕭葉蘇呂盧賈閻鐘陸韋譚鄒陰剛華偉麗軍傑蘭鳳紅雲義禮衛東國慶強寧愛學習書聞龍飛鋒靜穎娟魯齊歡樂館講編")

names, few, few_file, many, many_file = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
connections, requests = {}, {few: 0, many: 0}


def get(port, path):
    if requests[port] % 20 == 0:
        # The site limits how much one client may ask; each of these addresses is another client.
        connections[port] = http.client.HTTPConnection("127.0.0.1", port, source_address=(f"127.0.{requests[port] // 5000}.{2 + requests[port] // 20 % 250}", 0))
    requests[port] += 1
    connections[port].request("GET", path)
    answer = connections[port].getresponse()
    body = answer.read().decode()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body


def question(words, page=1):
    return "/search?" + urllib.parse.urlencode({"q": words, "page": page})


def finds(port, words, path):
    """True when the path is among the results; names that several people share fill more than one page."""
    for page in range(1, 51):
        body = get(port, question(words, page))
        if f'href="{path}"' in body:
            return True
        if 'rel="next"' not in body:
            return False
    return False


def spellings(person):
    native, romanised = person["name_native"], person["name_romanised"]
    yield native
    if native.translate(TRADITIONAL) != native:
        yield native.translate(TRADITIONAL)
    if romanised:
        yield romanised
        yield romanised.replace(" ", "").lower()
        yield romanised.lower()


people = [p for p in csv.DictReader(io.StringIO(get(many, "/people.csv").lstrip("\ufeff"))) if re.fullmatch(r"[一-鿿]{2,3}", p["name_native"])]
random.seed(1)
chosen = random.sample(people, min(names, len(people)))
asked = [(words, urllib.parse.urlsplit(p["url"]).path) for p in chosen for words in spellings(p)]
missed = [(words, path) for words, path in asked if not finds(many, words, path)]
print(f"names: {len(chosen)} of {len(people)} people, {len(asked)} spellings, {len(missed)} not found {missed[:5]}")

words = [w for w, _ in asked if len(w) > 1][:200] + ["meeting", "letter", "法院", "监狱", "律师"]
texts = sqlite3.connect(f"file:{many_file}?mode=ro", uri=True)


def seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


for port in (few, many):
    for w in words[:20]:
        get(port, question(w))
pairs = [(seconds(lambda: get(few, question(w))), seconds(lambda: get(many, question(w)))) for w in words]
like = [seconds(lambda: texts.execute(
    "SELECT COUNT(*) FROM Publications WHERE Title LIKE ? OR Summary LIKE ? OR Body LIKE ?", [f"%{w}%"] * 3).fetchone()) for w in words[::25]]
small, large, scan = (1000 * statistics.median(s) for s in (*zip(*pairs), like))
print(f"p50 of {len(words)} questions: few {small:.1f} ms, many {large:.1f} ms ({large / small:.2f} ×), LIKE over the same texts {scan:.0f} ms ({scan / large:.0f} ×)")

text = texts.execute("SELECT SUM(LENGTH(CAST(Title || Summary || Body AS BLOB))) FROM Publications").fetchone()[0]
index = texts.execute("SELECT SUM(LENGTH(block)) FROM SearchIndex_data").fetchone()[0]
kept = texts.execute('SELECT SUM(LENGTH(CAST(Names || Title || "Text" || Keys AS BLOB))) FROM SearchDocuments').fetchone()[0]
print(f"size: texts {text / 1e6:.1f} MB, index {index / 1e6:.1f} MB ({index / text:.2f} ×), folded texts beside it {kept / 1e6:.1f} MB ({kept / text:.2f} ×)")
sys.exit(bool(missed) or large > SLOWER * small or scan < FASTER * large or index > LARGER * text)
