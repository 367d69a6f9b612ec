"""A year's ledgers and indicators against libxlsxwriter and the sqlite3 shell.

The workbook of a ledger is compared with libxlsxwriter writing the same cells
(book.c), its CSV with the shell printing them from one plain table: neither
joins, unseals, masks nor keeps to a scope.  Both times hold the start of the
program.
"""
import http.client
import os
import statistics
import time

from rosters import timed

LEDGER = "children"
YEAR = "2026"


class Year:
    def __init__(self, baoxue, book, directory, say):
        self.baoxue, self.book, self.dir, self.say = baoxue, book, directory, say

    def path(self, name):
        return os.path.join(self.dir, name)

    def export(self, db, name):
        """Seconds and MiB of three turns, the middle one."""
        turns = [timed([self.baoxue, "export", LEDGER, "--year", YEAR, "--out", self.path(name),
                        "--db", db])[:2] for _ in range(3)]
        return sorted(turns)[1]

    def files(self, db):
        csv, most = self.export(db, "ledger.csv")
        with open(self.path("ledger.csv"), "rb") as f:
            rows = sum(1 for _ in f)
        plain = self.path("plain.db")
        timed(["sqlite3", plain, f".import --csv {self.path('ledger.csv')} ledger"])
        shell = sorted(timed(["sqlite3", "-csv", "-header", plain, "SELECT * FROM ledger"])[0]
                       for _ in range(3))[1]
        self.say(f"ledger of {rows:,} rows as CSV", f"{csv:.2f} s, {most:.0f} MiB",
                 f"{shell:.2f} s of a plain table", f"{csv / shell:.1f}", "≤ 2")
        xlsx, most = self.export(db, "ledger.xlsx")
        bare = sorted(timed([self.book, self.path("ledger.csv"), self.path("bare.xlsx")])[0]
                      for _ in range(3))[1]
        self.say(f"ledger of {rows:,} rows as XLSX", f"{xlsx:.2f} s, {most:.0f} MiB",
                 f"{bare:.2f} s", f"{xlsx / bare:.1f}", "≤ 1.5")
        os.unlink(plain)

    def asked(self, server, path, turns):
        """Milliseconds until the whole answer is there, the middle of some turns."""
        spent = []
        for _ in range(turns):
            begun = time.monotonic()
            c = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
            c.request("GET", "/api/v1" + path, None, {"Authorization": "Bearer " + server.token})
            r = c.getresponse()
            r.read()
            c.close()
            if r.status != 200:
                raise SystemExit(f"bench: {path}: {r.status}")
            spent.append((time.monotonic() - begun) * 1000)
        return statistics.median(spent)

    def pages(self, server, children, within):
        ms = self.asked(server, f"/ledgers/{LEDGER}?year={YEAR}&limit=50&count=true", 9)
        self.say(f"first screen of a ledger, {children:,} children", f"{ms:.0f} ms", "", "",
                 "< 200 ms")
        ms = self.asked(server, f"/indicators?year={YEAR}&by=township", 5)
        self.say(f"all indicators by township, {children:,} children", f"{ms:.0f} ms", "", "",
                 f"< {within} ms")
