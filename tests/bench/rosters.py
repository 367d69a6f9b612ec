"""Rosters against the sqlite3 shell doing the bare part of the same job.

The shell's `.import` makes one table of texts out of a file; the import of
Baoxue checks every cell, seals, indexes, and makes the children.  The shell's
join counts the pairs of equal identity numbers of two tables without index;
the reconciliation of Baoxue judges every child.
"""
import http.client
import json
import os
import statistics
import subprocess
import threading
import time

DIVISIONS = os.path.join(os.path.dirname(__file__), "..", "data", "divisions-230381.csv")
YEAR = "2026"
LISTS = ("enrolment", "attendance", "household_register", "poverty", "disability", "assigned")


def timed(command):
    """Seconds, MiB at most, and what it printed."""
    begun = time.monotonic()
    p = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    out = p.stdout.read()
    _, status, use = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode != 0:
        raise SystemExit(f"bench: {command[:3]} ended with {p.returncode}\n{out}")
    return time.monotonic() - begun, use.ru_maxrss / 1024, out


class Rosters:
    def __init__(self, baoxue, directory, say):
        self.baoxue, self.dir, self.say = baoxue, directory, say

    def generate(self, children, *more):
        out = os.path.join(self.dir, f"lists-{children}")
        timed([self.baoxue, "generate", "--children", str(children), "--seed", "1",
               "--out", out, *more])
        return out

    def store(self, lists, name):
        db = os.path.join(self.dir, name)
        timed([self.baoxue, "init", "--divisions", DIVISIONS, "--db", db])
        subprocess.run([self.baoxue, "user", "add", "bureau", "--role", "bureau", "--unit",
                        "bureau", "--db", db], input="leaves-fall-in-october\n", text=True,
                       check=True, capture_output=True)
        self.take(db, lists, "schools")
        return db

    def take(self, db, lists, kind):
        return timed([self.baoxue, "import", kind, os.path.join(lists, kind + ".csv"), "--db", db,
                      "--year", YEAR, "--partial"])

    def shell(self, lists, kinds, query="SELECT 1"):
        """Seconds of the imports, and of the query after them."""
        db = os.path.join(self.dir, "shell.db")
        spent = 0
        for kind in kinds:
            spent += timed(["sqlite3", db, "-cmd", ".bail on",
                            f".import --csv {os.path.join(lists, kind + '.csv')} {kind}"])[0]
        asked = timed(["sqlite3", db, query])[0]
        os.unlink(db)
        return spent, asked

    def million(self, children):
        """Every row sound: what proof alone settles."""
        lists = self.generate(children, "--dirty", "0", "--destroyed", "0")
        with open(os.path.join(lists, "enrolment.csv"), "rb") as f:
            rows = sum(1 for _ in f) - 1
        db = self.store(lists, "million.db")
        bare, _ = self.shell(lists, ["enrolment"])
        ours, most, _ = self.take(db, lists, "enrolment")
        self.say(f"import of an enrolment CSV, {rows:,} rows", f"{ours:.1f} s", f"{bare:.2f} s",
                 f"{ours / bare:.1f}", "≤ 20")
        self.say("its memory at most", f"{most:.0f} MiB", "", "", "< 512 MiB")
        self.take(db, lists, "household_register")
        _, join = self.shell(lists, ["enrolment", "household_register"],
                             "SELECT count(*) FROM enrolment e JOIN household_register h"
                             " ON h.公民身份号码 = e.身份证件号")
        ours, most, _ = timed([self.baoxue, "reconcile", "--year", YEAR, "--db", db])
        self.say(f"reconciliation of {rows:,} × {rows:,} rows", f"{ours:.1f} s, {most:.0f} MiB",
                 f"{join:.2f} s", f"{ours / join:.1f}", "≤ 5, < 512 MiB")

    def county(self):
        lists = self.generate(60000, "--dirty", "0.05")
        db = self.store(lists, "county.db")
        spent = sum(self.take(db, lists, kind)[0] for kind in LISTS)
        ours, most, _ = timed([self.baoxue, "reconcile", "--year", YEAR, "--db", db])
        self.say("six rosters of 60,000 children, 5 % dirty: imported", f"{spent:.1f} s")
        self.say("… and reconciled", f"{ours:.1f} s, {most:.0f} MiB", "", "", "< 5 s")

    def reads_during(self, serve, wrk, lua):
        """p99 of reads with nothing else, and while a list comes in."""
        lists = self.generate(200000)
        small = self.generate(20000)
        db = self.store(lists, "during.db")
        self.take(db, small, "enrolment")
        server = serve(db)
        idle = statistics.median(wrk(server.port, lua(server.token), 16)[1] for _ in range(3))
        office = Office(server)
        worker = threading.Thread(target=office.bring, args=(os.path.join(lists, "enrolment.csv"),))
        worker.start()
        during = []
        while worker.is_alive():
            p99 = wrk(server.port, lua(server.token), 16)[1]
            if worker.is_alive():
                during.append(p99)
        worker.join()
        memory = server.resident()
        server.stop()
        if office.state != "committed" or not during:
            raise SystemExit(f"bench: the import over HTTP ended as {office.state}")
        busy = statistics.median(during)
        self.say("p99 of a point read while 170,000 rows are imported", f"{busy:.1f} ms",
                 f"{idle:.1f} ms idle", f"{busy / idle:.1f}", "≤ 2")
        self.say("resident after that", f"{memory:.0f} MiB", "", "", "< 512 MiB")


class Office:
    """Uploads a list and commits it."""

    def __init__(self, server):
        self.server, self.state = server, ""

    def ask(self, method, path, body=None, kind="text/csv"):
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        c.request(method, "/api/v1" + path, body,
                  {"Authorization": "Bearer " + self.server.token, "Content-Type": kind})
        r = c.getresponse()
        answer = json.loads(r.read() or b"null")
        c.close()
        if r.status >= 300:
            raise SystemExit(f"bench: {method} {path}: {r.status} {answer}")
        return answer

    def rest(self, number, states):
        while self.state not in states:
            time.sleep(0.2)
            self.state = self.ask("GET", f"/imports/{number}")["state"]

    def bring(self, path):
        with open(path, "rb") as f:
            number = self.ask("POST", "/imports?kind=enrolment&year=2025", f.read())["id"]
        self.rest(number, ("checked", "failed"))
        self.ask("POST", f"/imports/{number}/commit", b'{"partial":true}', "application/json")
        self.rest(number, ("committed", "failed"))
