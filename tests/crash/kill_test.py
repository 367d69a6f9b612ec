"""Kills the server under write load, again and again.

Every acknowledged write must be there afterwards, once, and `verify` (integrity,
foreign keys, audit chain) must be clean.  Writers keep a history of what was
acknowledged; what was not may be there or not.

    kill_test.py [CYCLES]

Negative control: with BREAK=1 a few acknowledged rows are deleted behind the
server's back, and the check must fail.
"""
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wire"))
from baoxue import Server  # noqa: E402

WRITERS = 4


def han(mark):
    """A hexadecimal mark as 汉字, which a name may be made of."""
    return "".join(chr(0x4E00 + int(mark[i:i + 3], 16)) for i in range(0, 18, 3))


class Writer(threading.Thread):
    """Posts households and surveys until the connection breaks."""

    def __init__(self, server, token, round_id, seed):
        super().__init__()
        self.args = server, token, round_id
        self.random = random.Random(seed)
        self.acked = []
        self.started_at = time.monotonic()

    def run(self):
        server, token, round_id = self.args
        c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
        try:
            while True:
                mark = uuid.uuid4().hex
                if self.random.random() < 0.5:
                    c.request("POST", "/api/v1/households", json.dumps(
                        {"division": "230381103200", "head_name": "户" + han(mark)}), headers)
                else:
                    c.request("PUT", "/api/v1/surveys/" + str(uuid.UUID(mark)), json.dumps({
                        "round_id": round_id, "visited_at": "2026-08-20T09:00:00+08:00",
                        "outcome": "interviewed",
                        "household": {"id": None, "division": "230381103200",
                                      "head_name": "户" + han(mark)},
                        "children": [{"student_id": None, "name": "童" + han(mark)[:3],
                                      "sex": "1", "birth_date": "2015-03-04",
                                      "situation": "in_school"}]}), headers)
                r = c.getresponse()
                body = r.read()
                if r.status == 201:
                    self.acked.append(mark)
                elif r.status not in (503, 507):
                    raise AssertionError(f"{r.status} {body[:300]}")
        except (OSError, http.client.HTTPException):
            pass


def count_missing(server, marks):
    """How many acknowledged households and visits are not there exactly once."""
    done = subprocess.run(["sqlite3", server.db,
                           "SELECT substr(head_name, 2) FROM household"],
                          capture_output=True, text=True, check=True)
    there = {}
    for name in done.stdout.split():
        there[name] = there.get(name, 0) + 1
    return [m for m in marks if there.get(han(m), 0) != 1]


def main():
    cycles = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = int(os.environ.get("SEED", time.time_ns() % 1000000))
    rng = random.Random(seed)
    server = Server()
    token = server.command("token", "add", "office", check=False)
    if token.returncode != 0:  # serve holds the lock
        server.stop()
        token = server.command("token", "add", "office", check=False)
        server.start()
    token = token.stdout.strip()
    c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    c.request("POST", "/api/v1/survey-rounds", json.dumps(
        {"year": 2026, "name": "2026年8月入户摸排", "starts_on": "2026-08-01",
         "ends_on": "2026-12-31"}),
        {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    r = c.getresponse()
    answer = json.loads(r.read())
    assert r.status == 201, answer
    c.close()
    acked, lost, bad = [], 0, 0
    try:
        for cycle in range(cycles):
            writers = [Writer(server, token, answer["id"], rng.random())
                       for _ in range(WRITERS)]
            for w in writers:
                w.start()
            time.sleep(rng.uniform(0.01, 0.2))
            server.stop(signal.SIGKILL)
            for w in writers:
                w.join()
                acked += w.acked
            if os.environ.get("BREAK"):
                subprocess.run(["sqlite3", server.db,
                                "PRAGMA foreign_keys=OFF; DELETE FROM household WHERE id IN"
                                " (SELECT id FROM household ORDER BY id DESC LIMIT 2)"], check=True)
            server.start()
            if cycle % 10 == 9 or cycle == cycles - 1:
                missing = count_missing(server, acked)
                lost += len(missing)
                done = server.command("verify", check=False)
                if done.returncode != 0:
                    bad += 1
                    print("verify:", done.stderr.strip()[-300:])
                if missing or done.returncode != 0:
                    break
    finally:
        server.close()
    print(f"kill: seed {seed}, {cycle + 1} cycles, {len(acked)} acknowledged writes, "
          f"{lost} lost, {bad} bad verifies")
    ok = lost == 0 and bad == 0 and len(acked) > cycles
    print("1 passed, 0 failed" if ok else "0 passed, 1 failed")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
