"""Fills the disk while a committed import is taken back.

However early it fills, reads go on, nothing half taken back is called so, and
once there is room the server takes the rest back by itself; `verify` is clean.

    rollback_full_test.py
"""
import os
import resource
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "wire"))
from baoxue import Server, login  # noqa: E402
from import_full_test import ROWS, write_lists  # noqa: E402

KIB = 1024
WAIT_S = 60


def until(true, what):
    end = time.monotonic() + WAIT_S
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.05)


def limit(server, room):
    """No file of the server may be written beyond what its log has and `room`;
    None: any may."""
    pid, log = server.process.pid, server.db + "-wal"
    hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
    most = hard if room is None else room + (os.path.getsize(log) if os.path.exists(log) else 0)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


def failures(server):
    with open(os.path.join(server.dir, "log"), errors="replace") as f:
        return sum('"event":"import"' in line and '"level":"error"' in line for line in f)


def take_back_once(lists, room):
    """When the disk was full: "asked", "taking back", or "" when it never was."""
    with Server() as server:
        server.stop()
        for kind, path in zip(("schools", "enrolment"), lists):
            server.command("import", kind, path)
        server.start()
        c = login(server, "office")

        def last():
            return c.call("GET", "/imports?kind=enrolment")[1]["items"][0]

        def children():
            return c.call("GET", "/students?limit=1&count=true")[1]["total"]
        m = last()
        assert (m["state"], children()) == ("committed", ROWS), m
        limit(server, room)
        status = c.call("POST", f"/imports/{m['id']}/rollback", {},
                        If_Match=f'"{m["version"]}"')[0]
        if status in (503, 507):
            limit(server, None)
            assert last()["state"] == "committed" and children() == ROWS
            return "asked"
        assert status == 202, status
        until(lambda: failures(server) or last()["state"] == "rolled_back", "an end")
        full = failures(server) > 0
        if full:
            assert last()["state"] == "rolling_back", last()
            limit(server, None)
        until(lambda: last()["state"] == "rolled_back", "the rest taken back")
        assert children() == 0
        server.stop()
        server.command("verify")
        return "taking back" if full else ""


def main():
    seen, room = {}, 16 * KIB
    with tempfile.TemporaryDirectory(prefix="baoxue-full-") as work:
        lists = write_lists(work)
        while when := take_back_once(lists, room):
            seen[when] = seen.get(when, 0) + 1
            room *= 3
    print("rollback full: " + ", ".join(f"{k} {n}" for k, n in seen.items()))
    passed = int("taking back" in seen)
    print(f"{passed} passed, {1 - passed} failed")
    return 1 - passed


if __name__ == "__main__":
    sys.exit(main())
