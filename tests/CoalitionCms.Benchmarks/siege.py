"""The reader and the attackers of siege.sh; standard library only."""
import http.client
import re
import subprocess
import sys
import threading
import time
import urllib.parse

PORT, CONNECTIONS, TRIES = (int(value) for value in sys.argv[1:4])
PATHS = ["/", "/people", "/events", "/zh-Hans", "/official"]


def ask(path, method="GET", body=None, headers=None, timeout=10):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def read_until(is_over, least=100):
    """Reads pages one after the other, each on a connection of its own, as new readers would."""
    times, failed = [], 0
    while len(times) + failed < least or not is_over():
        begun = time.perf_counter()
        try:
            status, _, _ = ask(PATHS[(len(times) + failed) % len(PATHS)])
            if status == 200:
                times.append(time.perf_counter() - begun)
            else:
                failed += 1
        except OSError:
            failed += 1
        time.sleep(0.02)
    times.sort()
    return times, failed


def report(name, times, failed, idle=None):
    p50, p95 = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
    beside = f", {p95 / idle:.1f} times idle" if idle else ""
    print(f"{name:<34} {len(times)} of {len(times) + failed} answered, p50 {p50:.1f} ms, p95 {p95:.1f} ms{beside}", flush=True)
    return p95


def connections():
    """How many connections the site holds open, by the kernel's own table."""
    with open("/proc/net/tcp") as table:
        return sum(1 for line in table if (columns := line.split())[1].endswith(f":{PORT:04X}") and columns[3] == "01")


def slow(name, *arguments):
    tool = subprocess.Popen(
        ["slowhttptest", "-c", str(CONNECTIONS), "-r", "500", "-l", "20", "-p", "5", "-u", f"http://127.0.0.1:{PORT}/", *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    held = [connections()]

    def is_over():
        held.append(connections())
        return tool.poll() is not None

    report(name, *read_until(is_over), idle)
    print(f"{'':<34} up to {max(held)} connections held at once, half of the time at least {sorted(held)[len(held) // 2]}")


def sign_in(email, password, address):
    headers = {"X-Forwarded-For": address}
    _, got, page = ask("/account/login", headers=headers, timeout=60)
    token = re.search(rb'name="__RequestVerificationToken"[^>]*value="([^"]+)"', page).group(1).decode()
    cookies = "; ".join(value.split(";")[0] for name, value in got if name.lower() == "set-cookie")
    body = urllib.parse.urlencode({"Input.Email": email, "Input.Password": password, "__RequestVerificationToken": token})
    headers |= {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{PORT}", "Sec-Fetch-Site": "same-origin"}
    return ask("/account/login", "POST", body, headers, timeout=60)[0]


def flood():
    """Wrong passwords for one account, two from each address, eight at a time."""
    answers, numbers, gate = {}, iter(range(TRIES)), threading.Lock()

    def work():
        while True:
            with gate:
                number = next(numbers, None)
            if number is None:
                return
            try:
                status = sign_in("mira@coalition.example", f"wrong number {number}", f"10.{number // 400 % 250}.{number // 2 % 200}.7")
            except OSError as problem:
                status = type(problem).__name__
            with gate:
                answers[status] = answers.get(status, 0) + 1

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    return workers, answers


for path in PATHS:
    ask(path)
time.sleep(3)
idle = report("idle", *read_until(lambda: True, least=500))
slow(f"{CONNECTIONS} slow headers (slowloris)", "-H", "-i", "5")
slow(f"{CONNECTIONS} slow bodies", "-B", "-i", "5", "-s", "8192")
slow(f"{CONNECTIONS} slow readers", "-X", "-w", "10", "-y", "20", "-n", "5", "-z", "5")

# Somebody who was in before, at an address of their own, and then a siege of their account by strangers.
print("the member signs in before:", sign_in("mira@coalition.example", "lantern river umbrella", "192.0.2.44"))
begun = time.perf_counter()
workers, answers = flood()
report(f"{TRIES} wrong sign-ins", *read_until(lambda: not any(w.is_alive() for w in workers)), idle)
print(f"the flood took {time.perf_counter() - begun:.0f} s, answers by status: {answers}")
print("the member signs in after:", sign_in("mira@coalition.example", "lantern river umbrella", "192.0.2.44"))
print("and at an address where they never were:", sign_in("mira@coalition.example", "lantern river umbrella", "203.0.113.9"))
