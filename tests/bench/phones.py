"""A hundred officers' three hundred phones come home at once.

    phones.py BAOXUE [PHONES] [VISITS]

Each phone takes along what is new of its village, sends its visits one after
the other as the client does, asks for its receipts and looks at its village
again; all start in the same instant, from one address, as behind the router of
one office.  Beside them other users read lists and pages, and how long they
wait is what counts.  Fails when the phones need 60 s or more, when a reader
waits longer than 100 ms in more than one case of a hundred, or when any request
is refused or a visit is not there once.
"""
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

BAOXUE = sys.argv[1]
PHONES = int(sys.argv[2]) if len(sys.argv) > 2 else 300
VISITS = int(sys.argv[3]) if len(sys.argv) > 3 else 10
PER_OFFICER = 3
MOST_S, MOST_MS = 60, 100
REFUSED = 1e9  # a wait without end
READERS = 4
DIR = tempfile.mkdtemp(prefix="baoxue-phones-")
DB = os.path.join(DIR, "county.db")


def run(*args, text=""):
    return subprocess.run([BAOXUE, *args, "--db", DB], input=text, text=True,
                          check=True, capture_output=True).stdout.strip()


class Link:
    """One connection of one user.  A patient one waits when it is told that the
    server is busy, as the client does, and counts how often it was."""

    def __init__(self, port, token, patient=False):
        self.token, self.patient, self.waited = token, patient, 0
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, path, body=None):
        headers = {"Authorization": "Bearer " + self.token}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body)
        while True:
            self.http.request(method, "/api/v1" + path, data, headers)
            reply = self.http.getresponse()
            text = reply.read()
            wait = reply.headers.get("Retry-After")
            if reply.status != 503 or not wait or not self.patient:
                return reply.status, json.loads(text) if text else None
            self.waited += 1
            time.sleep(float(wait) * (1 + random.random() / 2))


def phone(port, token, village, round_id, households, gate, said, waited):
    """One phone from its first word to its last; what went wrong goes to said."""
    link, device = Link(port, token, patient=True), str(uuid.uuid4())
    doors = f"/survey-rounds/{round_id}/doors?division={village}"
    gate.wait()
    status, page = link.ask("GET", doors)
    said.append(status)
    known = page["mark"] if status == 200 else ""
    for n in range(1, VISITS + 1):
        body = {"round_id": round_id,
                "visited_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "outcome": "nobody_home",
                "household": {"id": households[n % len(households)]},
                "note": f"{device} {n}", "device": device, "sequence": n}
        status, _ = link.ask("PUT", f"/surveys/{uuid.uuid4()}", body)
        said.append(status)
    status, receipts = link.ask("GET", f"/survey-receipts?device={device}")
    said.append(status)
    runs = receipts["items"] if status == 200 else []
    if [(r["first"], r["last"]) for r in runs] != [(1, VISITS)]:
        said.append("lost")
    said.append(link.ask("GET", f"{doors}&known={known}")[0])
    waited.append(link.waited)


def phones(port, tasks, gate, out):
    """A process of many phones: their threads wait for the same gate."""
    said, waited, threads = [], [], []
    for task in tasks:
        threads.append(threading.Thread(target=phone,
                                        args=(port, *task, gate, said, waited)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    out.put((said, sum(waited)))


def reader(port, token, gate, end, out):
    """Another user: a list, a page, the worklist, over and over."""
    link, waits = Link(port, token), []
    paths = ["/students?limit=50", "/cases?limit=50", "/worklist", "/students/1"]
    gate.wait()
    while not end.is_set():
        for path in paths:
            begun = time.monotonic()
            status, _ = link.ask("GET", path)
            waits.append((time.monotonic() - begun) * 1000 if status in (200, 404) else REFUSED)
            time.sleep(0.02)
    out.put(waits)


def officers(villages):
    """[name, token, village] of as many as the phones need."""
    made = []
    for i in range((PHONES + PER_OFFICER - 1) // PER_OFFICER):
        village = villages[i % len(villages)]
        run("user", "add", f"phone{i}", "--role", "village", "--unit", village,
            text="a password of the bench\n")
        made.append((run("token", "add", f"phone{i}").split()[0], village))
    return made


def main():
    run("demo", "--children", "3000", "--seed", "1")
    office = run("token", "add", "lead").split()[0]
    server = subprocess.Popen([BAOXUE, "serve", "--db", DB, "--listen", "127.0.0.1:0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r":(\d+)$", server.stdout.readline()).group(1))
        link = Link(port, office)
        rounds = link.ask("GET", "/survey-rounds")[1]["items"]
        round_id = next(r["id"] for r in rounds if r["state"] == "open")
        rows = link.ask("GET", f"/survey-rounds/{round_id}/coverage?by=village&limit=200")[1]
        villages = [r["division"] for r in rows["items"] if r["households"] >= 3]
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
        who = officers(villages)
        server = subprocess.Popen([BAOXUE, "serve", "--db", DB, "--listen", f"127.0.0.1:{port}"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        server.stdout.readline()
        return measure(port, office, round_id, who)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
        shutil.rmtree(DIR, ignore_errors=True)


def measure(port, office, round_id, who):
    link, homes = Link(port, office), {}
    for _, village in who:
        if village not in homes:
            page = link.ask("GET", f"/survey-rounds/{round_id}/households"
                                   f"?division={village}&limit=200")[1]
            homes[village] = [h["household_id"] for h in page["items"]]
    before = link.ask("GET", f"/surveys?round_id={round_id}&count=true&limit=1")[1]["total"]
    tasks = [(token, village, round_id, homes[village])
             for token, village in (who * PER_OFFICER)[:PHONES]]
    gate = multiprocessing.Barrier(PHONES + READERS + 1)
    end, out, waits = multiprocessing.Event(), multiprocessing.Queue(), multiprocessing.Queue()
    halves = [multiprocessing.Process(target=phones, args=(port, tasks[i::2], gate, out))
              for i in range(2)]
    others = [multiprocessing.Process(target=reader, args=(port, office, gate, end, waits))
              for _ in range(READERS)]
    for process in halves + others:
        process.start()
    gate.wait()
    begun = time.monotonic()
    told = [out.get() for _ in halves]
    said = [status for some, _ in told for status in some]
    seconds = time.monotonic() - begun
    end.set()
    slow = sorted(ms for _ in others for ms in waits.get())
    for process in halves + others:
        process.join()
    after = link.ask("GET", f"/surveys?round_id={round_id}&count=true&limit=1")[1]["total"]
    bad = [status for status in said if status not in (200, 201)]
    p99 = slow[int(len(slow) * 0.99)]
    print(f"{PHONES} phones of {len(who)} officers, {VISITS} visits each: "
          f"{after - before} stored in {seconds:.1f} s, "
          f"{len(bad)} refused, {sum(n for _, n in told)} asked to wait")
    print(f"meanwhile {len(slow)} reads of {READERS} other users: "
          f"median {slow[len(slow) // 2]:.1f} ms, p99 {p99:.1f} ms, "
          f"{sum(ms >= REFUSED for ms in slow)} refused")
    good = (not bad and after - before == PHONES * VISITS and seconds < MOST_S
            and p99 < MOST_MS)
    print("phones: ok" if good else f"phones: FAILED {sorted(set(map(str, bad)))}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
