"""Kills the server while it compares rosters and stores what it found.

Whatever moment it is killed at: after a start the run goes on by itself and
ends with one verdict a child; readers see the verdicts of the run before until
then; nothing is left of what was cut off.

    reconcile_kill_test.py [ROUNDS]

Negative control: with BREAK=1 the run that was cut off is called done behind
the server's back while it is down, and the check must fail.
"""
import os
import random
import signal
import subprocess
import sys
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wire"))
from baoxue import Server, TOWNSHIP  # noqa: E402
from import_kill_test import Office, SCHOOL  # noqa: E402

CHILDREN = 3000
YEAR = 2026


def roster():
    lines = ["学籍号,姓名,出生日期,学校标识码,年级,班级"]
    for i in range(CHILDREN):
        name = "测" + chr(0x4E00 + i // 100) + chr(0x4E00 + i % 100)
        lines.append(f"L23038120150101{i:04d},{name},2015-01-01,{SCHOOL},21,1")
    return "\n".join(lines)


def shell(server, text):
    done = subprocess.run(["sqlite3", server.db, text], capture_output=True,
                          text=True, check=True)
    return done.stdout.strip()


def verdicts(office, number):
    status, answer = office.ask(
        "GET", f"/reconciliations/{number}/verdicts?count=true&limit=1")
    assert status == 200, answer
    return answer["total"]


def one_round(office, rng, before):
    server = office.server
    status, answer = office.ask("POST", "/reconciliations", {"year": YEAR})
    assert status == 202, answer
    number = answer["id"]
    for _ in range(3):
        time.sleep(rng.uniform(0.0, 0.2))
        server.stop(signal.SIGKILL)
        if os.environ.get("BREAK"):
            shell(server, "UPDATE reconciliation SET state = 'replaced' WHERE"
                          f" state = 'done' AND id <> {number}; UPDATE"
                          f" reconciliation SET state = 'done' WHERE id = {number}")
        server.start()
        status, answer = office.ask("GET", f"/reconciliations/{number}")
        if before and answer["state"] != "done":
            assert verdicts(office, before) in (0, CHILDREN)
    until = time.monotonic() + 60
    while office.ask("GET", f"/reconciliations/{number}")[1]["state"] != "done":
        assert time.monotonic() < until, "a run that does not end"
        time.sleep(0.05)
    seen = verdicts(office, number)
    assert seen == CHILDREN, f"{seen} verdicts of {CHILDREN} children"
    while (left := shell(server, "SELECT count(*) FROM verdict WHERE"
                                 f" reconciliation_id <> {number}")) != "0":
        assert time.monotonic() < until, f"{left} verdicts of no run"
        time.sleep(0.05)
    return number


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    rng = random.Random(seed)
    server, ok, number = Server(), False, 0
    try:
        server.stop()
        for kind, text in (("schools", "学校标识码,学校名称,办学类型,所属区划代码\n"
                                       f"{SCHOOL},测中学,初级中学,{TOWNSHIP}\n"),
                           ("enrolment", roster())):
            path = os.path.join(server.dir, kind + ".csv")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            server.command("import", kind, path,
                           *(["--year", str(YEAR)] if kind == "enrolment" else []))
        office = Office(server, server.command("token", "add", "office").strip())
        server.start()
        for _ in range(rounds):
            number = one_round(office, rng, number)
        server.stop()
        ok = server.command("verify", check=False).returncode == 0
    except AssertionError:
        traceback.print_exc()
    finally:
        server.close()
    print(f"reconcile kill: seed {seed}, {rounds} rounds of {CHILDREN} children")
    print("1 passed, 0 failed" if ok else "0 passed, 1 failed")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
