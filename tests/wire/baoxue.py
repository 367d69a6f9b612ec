"""Starts the real server on a store of its own and speaks to it."""
import atexit
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = "leaves-fall-in-october"
TOWNSHIP = "230381103000"
OTHER_TOWNSHIP = "230381104000"
BINARY = os.environ.get("BAOXUE", os.path.join(ROOT, "build", "baoxue-bare"))


DIVISIONS = os.path.join(ROOT, "tests/data/divisions-230381.csv")
SANITIZER = re.compile(r"(Thread|Address|Leak)Sanitizer|runtime error:")


class Server:
    """A fresh store with one account a role, served on a free port."""

    ACCOUNTS = [
        ("auditor", "auditor", "bureau"),
        ("office", "bureau", "bureau"),
        ("lead", "bureau_lead", "bureau"),
        ("leader", "leader", "bureau"),
        ("inspector", "inspector", "dudao"),
        ("town", "township", TOWNSHIP),
        ("othertown", "township", OTHER_TOWNSHIP),
        ("village", "village", "230381103200"),
    ]

    made = None  # a store made once; each server gets a copy

    def __init__(self, options=()):
        self.dir = tempfile.mkdtemp(prefix="baoxue-wire-")
        self.db = os.path.join(self.dir, "t.db")
        self.options = list(options)
        self.process = None
        if not Server.made:
            self.make()
        for end in ("", ".key"):
            shutil.copy2(Server.made + end, self.db + end)
        self.start()

    def make(self):
        folder = tempfile.mkdtemp(prefix="baoxue-made-")
        atexit.register(shutil.rmtree, folder, True)
        mine, self.db = self.db, os.path.join(folder, "m.db")
        self.command("init", "--divisions", DIVISIONS, "--json")
        for name, role, unit in self.ACCOUNTS:
            self.command("user", "add", name, "--role", role, "--unit", unit,
                         stdin=PASSWORD + "\n")
        Server.made, self.db = self.db, mine

    def command(self, *words, stdin="", check=True):
        done = subprocess.run([BINARY, *words, "--db", self.db], input=stdin,
                              capture_output=True, text=True, timeout=60)
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode} {done.stderr}")
        return done.stdout if check else done

    def start(self):
        self.log = open(os.path.join(self.dir, "log"), "ab")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--db", self.db, "--listen", "127.0.0.1:0",
             *self.options],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        found = re.fullmatch(r"listening on (https?)://127\.0\.0\.1:(\d+)\n", line)
        if not found:
            raise AssertionError(f"did not start: {line!r} {self.tail()}")
        self.port = int(found.group(2))

    def tail(self):
        with open(os.path.join(self.dir, "log"), errors="replace") as f:
            return f.read()[-2000:]

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
        if self.process:
            self.process.stdout.close()
            self.log.close()
        code = self.process.returncode if self.process else None
        self.process = None
        return code

    def close(self):
        """Ends it in order, so that a leak is told, and looks into its log."""
        self.stop()
        with open(os.path.join(self.dir, "log"), errors="replace") as f:
            found = SANITIZER.search(f.read())
        if found:
            raise AssertionError(self.tail())
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # ---- speaking ------------------------------------------------------------
    def raw(self, data, timeout=10, pieces=None):
        """Sends bytes, reads until the other end closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as s:
            s.settimeout(timeout)
            try:
                for piece in pieces or [data]:
                    s.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass
            got = b""
            try:
                while True:
                    more = s.recv(65536)
                    if not more:
                        break
                    got += more
            except (TimeoutError, socket.timeout, ConnectionResetError):
                pass
            return got


class Client:
    """One signed-in account on one connection."""

    def __init__(self, server, token=None):
        self.server = server
        self.http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.headers = {}
        if token:
            self.headers["Authorization"] = "Bearer " + token

    def call(self, method, path, body=None, **headers):
        h = dict(self.headers)
        h.update({k.replace("_", "-"): v for k, v in headers.items()})
        data = body
        if body is not None and not isinstance(body, (bytes, str)):
            data = json.dumps(body, ensure_ascii=False).encode()
            h.setdefault("Content-Type", "application/json")
        if isinstance(data, str):
            data = data.encode()
        self.http.request(method, "/api/v1" + path, data, h)
        r = self.http.getresponse()
        raw = r.read()
        self.reply = r
        kind = r.getheader("Content-Type") or ""
        return r.status, json.loads(raw) if "json" in kind and raw else raw

    def login(self, username, password=PASSWORD, **more):
        status, answer = self.call("POST", "/sessions",
                                   {"username": username, "password": password, **more})
        if status == 201:
            cookie = self.reply.getheader("Set-Cookie").split(";")[0]
            self.headers = {"Cookie": cookie, "X-CSRF-Token": answer["csrf_token"]}
        return status, answer


def login(server, username):
    c = Client(server)
    status, answer = c.login(username)
    assert status == 201, (status, answer)
    return c
