"""The blog of moving.sh, and its import; standard library only."""
import datetime
import html
import os
import random
import re
import subprocess
import sys

WORK, TEXTS, PARAGRAPHS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ENGLISH = ("people lantern court family lawyer river second year sentenced protest letter embassy candle march heard trial defender rights "
           "statement village province church names water winter morning friends remember called article appeal verdict poem").split()
CHINESE = "维权人士家属律师法院判决刑满抗议集会领事馆首尔北京声明呼吁良心公民记者灯笼河水冬夜朋友来信"
KOREAN = "인권 변호사 석방 집회 서울 대사관 앞 가족 재판 징역 선고 시민".split()
LABELS = ["Beijing", "Seoul", "六四", "석방", "Letter", "Trial", "Church", "Protest"]
START = datetime.datetime(2008, 1, 1)


def day(number):
    return START + datetime.timedelta(hours=number * 150000 / TEXTS)


def address(number):
    return f"/{day(number):%Y/%m}/post-{number}.html"


def words(language, few, many):
    if language == 1:
        return "".join(random.choice(CHINESE) for _ in range(random.randint(2 * few, 2 * many)))
    return " ".join(random.choice(ENGLISH if language == 0 else KOREAN) for _ in range(random.randint(few, many)))


def paragraph(language):
    said, chance = words(language, 25, 70) + ("。" if language == 1 else "."), random.random()
    if chance < 0.2:
        # One in fifty leads nowhere.
        said += f' <a href="http://lantern.blogspot.com{address(random.randint(0, TEXTS + TEXTS // 50))}">earlier</a>'
    elif chance < 0.3:
        said += f' <a href="https://www.example.org/a/{random.randint(0, 9999)}">report</a>'
    elif chance < 0.4:
        said = f"<b>{said[:20]}</b>{said[20:]}"
    return f'<p style="margin:0">{said}</p>'


def entry(number):
    language = random.choice([0, 0, 1, 1, 2])
    body = [paragraph(language) for _ in range(PARAGRAPHS or random.randint(4, 10))]
    if random.random() < 0.5:
        body.insert(1, f'<div class="separator"><a href="https://1.bp.blogspot.com/-x/s1600/p{number}.jpg"><img '
                       f'src="https://1.bp.blogspot.com/-x/s320/p{number}.jpg" width="320" height="240" /></a></div>')
    if random.random() < 0.3:
        body.append("<ul>" + "".join(f"<li>{words(language, 4, 8)}</li>" for _ in range(4)) + "</ul>")
    at = day(number).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    labels = "".join(f"<category scheme='tag:blogger.com,1999:blog-4242' term='{label}'/>" for label in
                     random.sample(LABELS, random.randint(0, 3)))
    state = "DRAFT" if number % 20 == 19 else "LIVE"
    return (f"<entry><id>tag:blogger.com,1999:blog-4242.post-{1000000 + number}</id><blogger:type>POST</blogger:type><blogger:status>{state}"
            f"</blogger:status><author><name>Editor</name></author><title>{words(language, 4, 7)} {number}</title><content type='html'>"
            f"{html.escape(''.join(body), quote=False)}</content><published>{at}</published><updated>{at}</updated>{labels}"
            f"<blogger:filename>{address(number)}</blogger:filename></entry>\n")


def run(what, *options):
    began = os.times()
    program = subprocess.Popen(["dotnet", f"{WORK}/app/CoalitionCms.dll", "import", "blogger", f"{WORK}/feed.atom", *options],
                               stdout=subprocess.PIPE, text=True)
    said = program.stdout.read()
    _, status, used = os.wait4(program.pid, 0)
    rate = re.search(r"([0-9.]+) s, ([0-9]+) texts a second", said)
    if status != 0 or rate is None:
        sys.exit(f"error: {what} ended with {status}:\n{said[-2000:]}")
    processor = (used.ru_utime + used.ru_stime) * 1000 / TEXTS
    print(f"{what:<22} {rate.group(2):>6} texts a second  {processor:6.2f} ms of a processor each  {used.ru_maxrss / 1024:6.0f} MB at most"
          f"  ({os.times().elapsed - began.elapsed:.0f} s)")


random.seed(7)
with open(f"{WORK}/feed.atom", "w", encoding="utf-8") as feed:
    feed.write("<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
               "xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-4242</id><title>Lantern League</title>"
               "<link rel='alternate' href='http://lantern.blogspot.com/'/>")
    for number in range(TEXTS):
        feed.write(entry(number))
    feed.write("</feed>")
print(f"{TEXTS} texts, {os.path.getsize(f'{WORK}/feed.atom') / 1e6:.0f} MB")
run("trial", "--dry-run")
run("import")
run("the same file again")
