"""Kills the server while it reads, commits and takes back imports.

Whatever moment it is killed at: after a start the import goes on by itself and
comes to its end; the register shows all of its children or none, at every
look; taking it back leaves none; `verify` is clean.

    import_kill_test.py [ROUNDS]

Negative control: with BREAK=1 one child is deleted behind the server's back
while it is down, and the check must fail.
"""
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wire"))
from baoxue import Server, TOWNSHIP  # noqa: E402

ROWS = 1500
SCHOOL = "2123000001"
REST = ("checked", "committed", "failed", "rolled_back", "cancelled")


class Office:
    """Speaks for the bureau, to a server that may die at any moment."""

    def __init__(self, server, token):
        self.server, self.token = server, token

    def ask(self, method, path, body=None, raw=None):
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        headers = {"Authorization": "Bearer " + self.token}
        if body is not None:
            headers["Content-Type"] = "application/json"
            raw = json.dumps(body)
        c.request(method, "/api/v1" + path, raw, headers)
        r = c.getresponse()
        answer = json.loads(r.read() or b"null")
        c.close()
        return r.status, answer

    def children(self):
        status, answer = self.ask("GET", "/students?count=true&limit=1")
        assert status == 200, answer
        return answer["total"]


def roster(start):
    lines = ["学籍号,姓名,学校标识码,年级,班级"]
    for i in range(start, start + ROWS):
        name = "测" + chr(0x4E00 + i // 100) + chr(0x4E00 + i % 100)
        lines.append(f"L23038120150101{i:04d},{name},{SCHOOL},21,1")
    return "\n".join(lines).encode()


def state_of(office, number):
    status, answer = office.ask("GET", f"/imports/{number}")
    assert status == 200, answer
    return answer["state"]


def settle(office, number, rng, allowed, kills):
    """Kills and starts until the import rests; the children in view are always
    one of `allowed`."""
    server = office.server
    for left in range(kills, -1, -1):
        if left:
            time.sleep(rng.uniform(0.0, 0.25))
            server.stop(signal.SIGKILL)
            if os.environ.get("BREAK"):
                subprocess.run(["sqlite3", server.db, "PRAGMA foreign_keys=OFF;"
                                "DELETE FROM child_place WHERE student_id ="
                                " (SELECT min(id) FROM student)"], check=True)
            server.start()
        seen = office.children()
        assert seen in allowed, f"{seen} children in view, not one of {allowed}"
    until = time.monotonic() + 60
    while state_of(office, number) not in REST:
        assert time.monotonic() < until, "an import that does not end"
        seen = office.children()
        assert seen in allowed, f"{seen} children in view, not one of {allowed}"
    return state_of(office, number)


def one_round(office, rng, done, year):
    before, after = done * ROWS, (done + 1) * ROWS
    status, answer = office.ask("POST", f"/imports?kind=enrolment&year={year}",
                                raw=roster(done * ROWS))
    assert status == 202, answer
    number = answer["id"]
    assert settle(office, number, rng, (before,), 2) == "checked"
    for _ in range(2):  # committed, taken back, committed again
        status, answer = office.ask("POST", f"/imports/{number}/commit", {})
        assert status == 202, answer
        assert settle(office, number, rng, (before, after), 3) == "committed"
        assert office.children() == after
        if _ == 0:
            assert office.ask("POST", f"/imports/{number}/rollback")[0] == 202
            assert settle(office, number, rng, (before,), 3) == "rolled_back"
            status, answer = office.ask("POST", f"/imports?kind=enrolment&year={year}",
                                        raw=roster(done * ROWS))
            number = answer["id"]
            assert settle(office, number, rng, (before,), 1) == "checked"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    rng = random.Random(seed)
    server, ok, done = Server(), False, 0
    try:
        server.stop()
        schools = os.path.join(server.dir, "schools.csv")
        with open(schools, "w", encoding="utf-8") as f:
            f.write("学校标识码,学校名称,办学类型,所属区划代码\n"
                    f"{SCHOOL},测中学,初级中学,{TOWNSHIP}\n")
        server.command("import", "schools", schools)
        office = Office(server, server.command("token", "add", "office").strip())
        server.start()
        for done in range(rounds):
            one_round(office, rng, done, 2030 + done)
        server.stop()
        ok = server.command("verify", check=False).returncode == 0
    except AssertionError:
        traceback.print_exc()
    finally:
        server.close()
    print(f"import kill: seed {seed}, {done + 1} rounds of {ROWS} rows")
    print("1 passed, 0 failed" if ok else "0 passed, 1 failed")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
