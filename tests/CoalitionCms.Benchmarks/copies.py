"""The changes of copies.sh, and the copies; standard library only."""
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

from staff import Site

WORK, ENTRIES = sys.argv[1], sys.argv[2]
PROGRAM = ["dotnet", f"{WORK}/app/CoalitionCms.dll"]


def copy(what):
    begun = time.perf_counter()
    running = subprocess.Popen([*PROGRAM, "snapshot", f"{WORK}/copy"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = running.stdout.read()
    _, status, used = os.wait4(running.pid, 0)
    took = time.perf_counter() - begun
    assert status == 0, said
    print(f"{what:<28} {took:7.1f} s {used.ru_utime + used.ru_stime:7.1f} s {used.ru_maxrss // 1024:6} MB   {made(said)}", flush=True)


def made(said):
    counts = re.search(r"(\d+) files, .*?, (\d+) of them made now", said)
    return f"{counts[2]} of {counts[1]} files" if counts else "none"


def change(site, list_page, kind, **values):
    """Changes the newest published thing of a list and publishes it."""
    editor = next(link for link in re.findall(rf"/admin/{kind}/[0-9a-f-]{{36}}", site.get(list_page)))
    site.post(editor, {**{f"Entry.{name}": value for name, value in values.items()}, "do": "publish"}, "Entry.Title")


subprocess.run([*PROGRAM, "seed", "--sample", ENTRIES], check=True, stdout=subprocess.DEVNULL)
subprocess.run([*PROGRAM, "user", "create", "--email", "bench@example.org", "--name", "Bench", "--role", "editor", "--password-stdin"],
               check=True, input="a pass phrase of five words", text=True, stdout=subprocess.DEVNULL)
print(f"{ENTRIES} entries               wall     processor  memory")
copy("the first")
copy("without a change")

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
serving = subprocess.Popen(PROGRAM, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env={**os.environ, "ASPNETCORE_URLS": f"http://127.0.0.1:{port}"})
try:
    for _ in range(240):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz").close()
            break
        except OSError:
            time.sleep(0.5)
    staff = Site(port)
    change(staff, "/admin/articles?state=Published", "articles", Body="Other words.\n")
    copy("words of an article changed")
    change(staff, "/admin/articles?state=Published", "articles", Title="Another title")
    copy("title of an article changed")
    change(staff, "/admin/people?state=Published", "people", Summary="Another summary.")
    copy("summary of a person changed")
finally:
    serving.terminate()
    serving.wait()
