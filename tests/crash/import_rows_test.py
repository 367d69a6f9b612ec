"""The most rows that a list may have, and one more.

2,000,000 rows are read and checked in bounded memory; one more ends the import
with its reason, and nothing of it stays.

    import_rows_test.py
"""
import os
import re
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wire"))
from baoxue import BINARY, DIVISIONS  # noqa: E402

MOST = 2_000_000
MEMORY_KIB = 512 * 1024
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(i):
    """The i-th of them: a day of 25 years, an order of the day, a check digit."""
    day, order = i % 7000, i // 7000
    body = f"230381{1999 + day // 280}{1 + day // 28 % 10:02d}{1 + day % 28:02d}{order:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS)) % 11]


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.write("姓名,身份证号\n")
        f.writelines(f"测甲,{number(i)}\n" for i in range(rows))


def bring(db, path):
    """What the command said, and the most it took."""
    p = subprocess.Popen([BINARY, "import", "assigned", path, "--db", db, "--year", "2026",
                          "--partial"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _, err = p.communicate(timeout=3600)
    return p.returncode, err, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def ask(db, sql):
    return subprocess.run(["sqlite3", db, sql], check=True, capture_output=True,
                          text=True).stdout.strip()


def main():
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="baoxue-rows-", dir=memory) as work:
        db, path = os.path.join(work, "t.db"), os.path.join(work, "list.csv")
        subprocess.run([BINARY, "init", "--divisions", DIVISIONS, "--db", db], check=True,
                       capture_output=True)
        write(path, MOST + 1)
        code, err, _ = bring(db, path)
        assert code != 0 and re.search("200 万行", err), err[-300:]
        assert ask(db, "SELECT state FROM import") == "failed"
        assert ask(db, "SELECT count(*) FROM roster_row") == "0"
        write(path, MOST)
        code, err, most = bring(db, path)
        assert code == 0, err[-300:]
        assert ask(db, "SELECT state, rows_total FROM import ORDER BY id DESC LIMIT 1") == \
            f"committed|{MOST}"
        assert most < MEMORY_KIB, f"{most} KiB"
    print(f"import rows: {MOST:,} rows in {most // 1024} MiB")
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
