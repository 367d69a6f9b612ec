"""Baoxue against a bare program doing the same jobs, in one run, as ratios.

    bench.py BAOXUE BARE ROWS BOOK [--big | --rosters | --year]

The bare program (bare.c) is libmicrohttpd, sqlite3 and jansson as their
manuals show them: no session, scope, audit, sealing or masking.  Each figure
is the median of three turns, Baoxue and the bare program by turns.  wrk makes
the load, on the same two cores.  --big adds a county of 1,000,000
children, a roster of as many rows read by tests/sheet/rows.c, and what
rosters.py and year.py measure; --rosters and --year do that alone.
"""
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from rosters import Rosters
from year import Year

SECONDS = os.environ.get("BENCH_SECONDS", "4")
BAOXUE, BARE, ROWS, BOOK = sys.argv[1:5]
BIG = "--big" in sys.argv
DIR = tempfile.mkdtemp(prefix="baoxue-bench-")
VILLAGE = "230381103200"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Baoxue:
    def __init__(self, db):
        self.db = db
        token = subprocess.run([BAOXUE, "token", "add", "bureau", "--db", db],
                               capture_output=True, text=True, check=True)
        self.token = token.stdout.strip()
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [BAOXUE, "serve", "--db", db, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r":(\d+)$", self.process.stdout.readline()).group(1))
        self.started = time.monotonic() - begun

    def resident(self):
        with open(f"/proc/{self.process.pid}/status") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


class Bare:
    def __init__(self, db):
        self.port = free_port()
        self.process = subprocess.Popen([BARE, db, str(self.port)],
                                        stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def wrk(port, lua, connections):
    script = os.path.join(DIR, "load.lua")
    with open(script, "w") as f:
        f.write(lua)
    done = subprocess.run(
        ["wrk", "-t1" if connections == 1 else "-t2", f"-c{connections}",
         f"-d{SECONDS}s", "--latency", "-s", script, f"http://127.0.0.1:{port}"],
        capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise SystemExit("bench: errors under load\n" + done.stdout)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)
    scale = {"us": 0.001, "ms": 1, "s": 1000}[p99.group(2)]
    return rate, float(p99.group(1)) * scale


def reads(path, n, token=None):
    """Random ids below n in `path`, with a fixed seed a thread."""
    auth = f'wrk.headers["Authorization"] = "Bearer {token}"\n' if token else ""
    make = f'string.format("{path}", math.random(1, {n}))' if "%d" in path else f'"{path}"'
    return (auth + 'math.randomseed(7)\nrequest = function()\n'
            f'  return wrk.format("GET", {make})\nend\n')


def posts(path, token=None):
    auth = f'wrk.headers["Authorization"] = "Bearer {token}"\n' if token else ""
    body = '{\\"division\\":\\"' + VILLAGE + '\\",\\"head_name\\":\\"量户\\"}'
    return (auth + 'wrk.method = "POST"\n'
            'wrk.headers["Content-Type"] = "application/json"\n'
            f'wrk.body = "{body}"\nwrk.path = "{path}"\n')


def pair(ours, bare, our_lua, bare_lua, connections):
    a, b, tail = [], [], []
    for _ in range(3):
        rate, p99 = wrk(ours.port, our_lua, connections)
        a.append(rate)
        tail.append(p99)
        b.append(wrk(bare.port, bare_lua, connections)[0])
    return statistics.median(a), statistics.median(b), statistics.median(tail)


def demo(n):
    db = os.path.join(DIR, f"{n}.db")
    begun = time.monotonic()
    subprocess.run([BAOXUE, "demo", "--children", str(n), "--seed", "1", "--db", db],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return db, time.monotonic() - begun


def copy_for_bare(db):
    copy = db + ".bare"
    subprocess.run(["sqlite3", db, f"VACUUM INTO '{copy}'"], check=True)
    return copy


rows = []


def say(name, ours, bare="", ratio="", want=""):
    rows.append((name, ours, bare, ratio, want))


def county(n, with_posts):
    db, made = demo(n)
    copy = copy_for_bare(db)
    ours = Baoxue(db)
    say(f"start-up, {n:,} children", f"{ours.started * 1000:.0f} ms")
    say(f"resident when idle, {n:,} children", f"{ours.resident():.1f} MiB", "", "", "< 64 MiB")
    say(f"county of {n:,} made in", f"{made:.1f} s")
    bare = Bare(copy)
    a, b, p = pair(ours, bare, reads("/api/v1/students/%d", n, ours.token),
                   reads("/student/%d", n), 64)
    say(f"point read, {n:,} children", f"{a:,.0f}/s (p99 {p:.1f} ms)", f"{b:,.0f}/s",
        f"{a / b:.2f}", "≥ 0.6")
    point = a
    a, b, p = pair(ours, bare, reads("/api/v1/students", n, ours.token),
                   reads("/students", n), 64)
    say(f"list of 50, {n:,} children", f"{a:,.0f}/s (p99 {p:.1f} ms)", f"{b:,.0f}/s",
        f"{a / b:.2f}", "≥ 2")
    page = a
    if with_posts:
        for c, want in ((1, ""), (100, "≥ 3")):
            a, b, p = pair(ours, bare, posts("/api/v1/households", ours.token),
                           posts("/household"), c)
            say(f"durable POST, {c} connection{'s' if c > 1 else ''}",
                f"{a:,.0f}/s (p99 {p:.1f} ms)", f"{b:,.0f}/s", f"{a / b:.2f}", want)
    say(f"resident after load, {n:,} children", f"{ours.resident():.1f} MiB")
    ours.stop()
    bare.stop()
    os.unlink(db)
    os.unlink(copy)
    return point, page


def sheet(n):
    """A roster of n rows and ten columns, read in this process and confined."""
    path = os.path.join(DIR, "roster.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("姓名,身份证号,性别,出生日期,学校标识码,年级,班级,学籍号,现住址,电话\n")
        for i in range(n):
            f.write(f"测试{i},2303812010{i:08d},男,2010-09-01,2123000001,初二,{i % 9}班,"
                    f"G2303812010{i:08d},测试乡测试村{i % 50}组,139{i:08d}\n")
    t = json.loads(subprocess.run([ROWS, "--time", path], check=True,
                                  capture_output=True).stdout)
    say(f"CSV of {n:,} rows read in the confined child",
        f"{t['child_s']:.2f} s, {t['child_mib']:.0f} MiB", f"{t['here_s']:.2f} s in process",
        f"{t['here_s'] / t['child_s']:.2f}")
    os.unlink(path)


def rosters():
    r = Rosters(BAOXUE, DIR, say)
    r.reads_during(Baoxue, wrk, lambda token: reads("/api/v1/students/%d", 15000, token))
    r.county()
    r.million(int(os.environ.get("BENCH_CHILDREN", "1200000")))  # a million in school


def year():
    y = Year(BAOXUE, BOOK, DIR, say)
    for children in map(int, os.environ.get("BENCH_COUNTIES", "60000 1000000").split()):
        within = 300 if children <= 60000 else 3000
        db, _ = demo(children)
        server = Baoxue(db)
        y.pages(server, children, within)
        server.stop()
        if children == 60000:
            y.files(db)
        os.unlink(db)


try:
    if "--rosters" in sys.argv:
        rosters()
    elif "--year" in sys.argv:
        year()
    else:
        county(3000, True)
    if BIG:
        sheet(1000000)
        small = county(20000, False)
        large = county(1000000, False)
        say("point read, 20,000 → 1,000,000", "", "", f"{small[0] / large[0]:.2f} ×", "≤ 1.3")
        say("list of 50, 20,000 → 1,000,000", "", "", f"{small[1] / large[1]:.2f} ×", "≤ 1.3")
        rosters()
        year()
finally:
    shutil.rmtree(DIR, ignore_errors=True)

print("| job | Baoxue | bare program | ratio | aim |")
print("|---|---|---|---|---|")
for row in rows:
    print("| " + " | ".join(row) + " |")
