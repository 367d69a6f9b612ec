"""A year's ledgers and indicators against libxlsxwriter and the sqlite3 shell.

The workbook of a ledger is compared with libxlsxwriter writing the same cells
(book.c), its CSV with the shell running the ledger's own joins over the same
tables, and with the shell printing its cells from one plain table: none of them
unseals, masks or keeps to a scope.  Both times hold the start of the program.
Each time is the least of some turns, the programs by turns: what others do on
the machine can only add to it.
"""
import http.client
import os
import statistics
import time

from rosters import timed

LEDGER = "children"
YEAR = "2026"
TURNS = 5

# The columns of q_ledger_children, sealed ones as they lie.
JOINS = """
SELECT dt.name AS township, dv.name AS village, dg.name AS grid, h.head_name,
  s.relation, s.name, s.sex, s.nation, s.birth_date, s.id_kind, s.id_no,
  coalesce(ht.name || coalesce(hv.name, ''), hd.name) AS huji_name,
  s.huji_address, s.residence_address, h.address, h.phone,
  g.name AS guardian_name, g.phone AS guardian_phone, e.school,
  coalesce(u.name, e.school_name) AS school_name, e.grade, e.class, e.student_no,
  e.state AS enrolment_state, s.situation,
  (SELECT group_concat(t.tag) FROM tag t
    WHERE t.student_id = s.id AND t.to_date IS NULL) AS tag_codes,
  s.note, c.kind, c.state AS case_state, c.level, c.disposition, c.outcome,
  n.state AS notice_state
FROM (SELECT p.place, p.door, p.student_id FROM child_place p
  CROSS JOIN student s ON s.id = p.student_id
  WHERE p.place >= 'D' AND p.place < 'E' AND s.status = 'active'
    AND coalesce(s.birth_date, '2020-08-31') > '2010-08-31'
    AND coalesce(s.birth_date, '2020-08-31') <= '2020-08-31'
    AND (p.home = 1 OR NOT EXISTS (SELECT 1 FROM child_place o
      WHERE o.student_id = s.id AND o.place >= 'D' AND o.place < 'E'
        AND (o.home = 1 OR o.place < p.place)))
  ORDER BY p.place, p.door, p.student_id LIMIT -1) k
CROSS JOIN student s ON s.id = k.student_id
LEFT JOIN dropout_case c ON c.student_id = s.id
  AND c.state NOT IN ('closed', 'dismissed')
LEFT JOIN household h ON h.id = s.household_id
LEFT JOIN guardian g ON g.id = (SELECT m.id FROM guardian m
  WHERE m.student_id = s.id ORDER BY m.main DESC, m.id LIMIT 1)
LEFT JOIN enrolment e ON e.student_id = s.id AND e.to_date IS NULL
LEFT JOIN unit u ON u.code = e.school
LEFT JOIN document n ON n.id = (SELECT max(m.id) FROM document m
  WHERE m.student_id = s.id AND m.kind = 'enrolment_notice' AND m.year = 2026
    AND m.state <> 'void')
LEFT JOIN division dt ON dt.code = substr(k.place, 15, 12)
LEFT JOIN division dv ON dv.code = substr(k.place, 28, 12)
LEFT JOIN division dg ON dg.code = substr(h.place, 41, 15)
LEFT JOIN division hd ON hd.code = s.huji_division
LEFT JOIN division ht ON ht.code = substr(hd.path, 15, 12)
LEFT JOIN division hv ON hv.code = substr(hd.path, 28, 12)
ORDER BY k.place, k.door, k.student_id"""


class Year:
    def __init__(self, baoxue, book, directory, say):
        self.baoxue, self.book, self.dir, self.say = baoxue, book, directory, say

    def path(self, name):
        return os.path.join(self.dir, name)

    def export(self, db, name):
        return [self.baoxue, "export", LEDGER, "--year", YEAR, "--out", self.path(name),
                "--db", db]

    def shell(self, db, sql):
        return ["sqlite3", "-readonly", "-csv", "-header", "-cmd",
                f".output {self.path('shell.csv')}", db, sql]

    def least(self, *commands):
        """Of each command the seconds and MiB of its quickest turn."""
        turns = [[timed(c)[:2] for c in commands] for _ in range(TURNS)]
        return [min(column) for column in zip(*turns)]

    def files(self, db):
        timed(self.export(db, "ledger.csv"))
        with open(self.path("ledger.csv"), "rb") as f:
            rows = sum(1 for _ in f)
        plain = self.path("plain.db")
        timed(["sqlite3", plain, f".import --csv {self.path('ledger.csv')} ledger"])
        (csv, most), (joins, _), (table, _) = self.least(
            self.export(db, "ledger.csv"),
            self.shell(db, JOINS), self.shell(plain, "SELECT * FROM ledger"))
        name = f"ledger of {rows:,} rows as CSV"
        self.say(name, f"{csv:.2f} s, {most:.0f} MiB", f"{joins:.2f} s by the same joins",
                 f"{csv / joins:.1f}", "≤ 2")
        self.say(name, "", f"{table:.2f} s of a plain table", f"{csv / table:.1f}", "")
        (xlsx, most), (bare, _) = self.least(
            self.export(db, "ledger.xlsx"),
            [self.book, self.path("ledger.csv"), self.path("bare.xlsx")])
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
