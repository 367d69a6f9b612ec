"""Kills the server while a county goes up a grade, and while that is undone.

Whatever moment it is killed at: after a start the run goes on by itself and
comes to its end; every pupil went up by one grade, once, and is back by one
after the undoing; `verify` is clean.

    promotion_kill_test.py [ROUNDS]

Negative control: with BREAK=1 one pupil is put up a grade behind the server's
back while it is down, and the check must fail.
"""
import datetime
import os
import random
import signal
import subprocess
import sys
import time
import traceback

from import_kill_test import Office, SCHOOL, TOWNSHIP, Server, roster

ROWS = 1500
TODAY = datetime.date.today()
YEAR = TODAY.year if TODAY.month >= 9 else TODAY.year - 1  # the school year under way
BEFORE, AFTER = "21", "22"


def behind(server, *statements):
    """What the store holds, asked while nobody serves it."""
    out = subprocess.run(["sqlite3", server.db, ";".join(statements)], check=True,
                         capture_output=True, text=True).stdout
    return out.split()


def school_and_pupils(server):
    """In a list of the year before, at school since long ago: nothing says of
    any of them that the new year has come."""
    path = os.path.join(server.dir, "list.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("学校标识码,学校名称,办学类型,所属区划代码\n"
                f"{SCHOOL},测中学,初级中学,{TOWNSHIP}\n")
    server.command("import", "schools", path)
    with open(path, "wb") as f:
        f.write(roster(0))
    server.command("import", "enrolment", path, "--year", str(YEAR - 1))
    behind(server, "UPDATE enrolment SET from_date = '2020-09-01'")


def run_of(office, number):
    status, answer = office.ask("GET", f"/promotions/{number}")
    assert status == 200, answer
    return answer


def settle(office, number, rest, rng, kills):
    """Kills and starts, then waits for the run to rest."""
    server = office.server
    for _ in range(kills):
        time.sleep(rng.uniform(0.0, 0.12))
        server.stop(signal.SIGKILL)
        if os.environ.get("BREAK"):
            behind(server, "UPDATE enrolment SET grade = '23' WHERE id ="
                           " (SELECT min(id) FROM enrolment)")
        server.start()
    until = time.monotonic() + 60
    run = run_of(office, number)
    while run["state"] != rest:
        assert run["state"] != "failed", run
        assert time.monotonic() < until, f"a run that does not end: {run}"
        run = run_of(office, number)
    return run


def grades(office):
    """How many pupils are in which grade, counted while the server is down."""
    office.server.stop(signal.SIGKILL)
    found = behind(office.server, "SELECT grade || '=' || count(*) FROM enrolment"
                                  " WHERE to_date IS NULL GROUP BY grade ORDER BY 1")
    office.server.start()
    return found


def one_round(office, rng):
    status, answer = office.ask("POST", "/promotions", {"year": YEAR})
    assert status == 202, answer
    number = answer["id"]
    run = settle(office, number, "done", rng, 3)
    assert run["rows_done"] == run["up"] == ROWS, run
    assert grades(office) == [f"{AFTER}={ROWS}"], grades(office)
    status, answer = office.ask("POST", f"/promotions/{number}/undo", {})
    assert status == 202, answer
    run = settle(office, number, "undone", rng, 3)
    assert run["undone"] == ROWS and run["kept"] == 0, run
    assert grades(office) == [f"{BEFORE}={ROWS}"], grades(office)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    rng = random.Random(seed)
    server, ok = Server(), False
    try:
        server.stop()
        school_and_pupils(server)
        office = Office(server, server.command("token", "add", "office").strip())
        server.start()
        for _ in range(rounds):
            one_round(office, rng)
        server.stop()
        ok = server.command("verify", check=False).returncode == 0
    except AssertionError:
        traceback.print_exc()
    finally:
        server.close()
    print(f"promotion kill: seed {seed}, {rounds} rounds of {ROWS} pupils")
    print("1 passed, 0 failed" if ok else "0 passed, 1 failed")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
