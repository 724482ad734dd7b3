"""A member of staff with a browser, for the other programs here; standard library only."""
import glob
import html.parser
import http.client
import os
import re
import time
import urllib.parse


def worked(process):
    """Milliseconds for which the processors worked for a process: not what others made it wait."""
    work = 0
    for thread in glob.glob(f"/proc/{process}/task/*/schedstat"):
        try:
            with open(thread, encoding="ascii") as counters:
                work += int(counters.read().split()[0])
        except FileNotFoundError:
            pass
    return work / 1_000_000


def backends(server):
    """The processes of a PostgreSQL server; none without one."""
    if not server:
        return []
    with open(f"/proc/{server}/task/{server}/children", encoding="ascii") as children:
        return children.read().split()


def wait_for_checks(*processes):
    """A site verifies all that it has a minute after its start, and then once a day: that is not what a page costs."""
    first_minutes, idle_milliseconds, idle_seconds = 1.5, 20, 5
    with open("/proc/uptime", encoding="ascii") as clock:
        now = float(clock.read().split()[0])
    for process in processes:
        with open(f"/proc/{process}/stat", encoding="ascii") as counters:
            ran = now - int(counters.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        time.sleep(max(0, 60 * first_minutes - ran))
    idle = 0
    while idle < idle_seconds:
        before = [worked(process) for process in processes]
        time.sleep(1)
        idle = idle + 1 if all(worked(process) - done < idle_milliseconds for process, done in zip(processes, before)) else 0


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
    """With the number of its process, the time of an answer is that for which the processors worked, otherwise that of the clock."""

    def __init__(self, port, process=None):
        self.process = process
        self.port, self.cookies, self.used, self.connection = port, {}, time.perf_counter(), http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.post("/account/login", {"Input.Email": "bench@example.org", "Input.Password": "a pass phrase of five words"}, "Input.Email")

    def send(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": f"http://127.0.0.1:{self.port}", "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.perf_counter() - self.used > 30:
            # The site closes what was idle for a minute.
            self.connection.close()
        begun = self.now()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode()
        took = self.now() - begun
        self.used = time.perf_counter()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, answer.getheader("Location"), page, took

    def now(self):
        return worked(self.process) / 1000 if self.process else time.perf_counter()

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
