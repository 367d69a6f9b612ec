"""Fills the disk under an import, at every moment of reading and committing.

Whenever it fills, the command says so in Chinese and ends; none of the import's
children is in the register, or all are once there is room again; the next run
goes on by itself; `verify` is clean.  A full disk says SQLITE_FULL (a small
tmpfs), a file that may not grow says SQLITE_IOERR_WRITE (RLIMIT_FSIZE): both.

    import_full_test.py

Where no tmpfs may be mounted, that half is left out and said so.
"""
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "wire"))
from baoxue import BINARY, DIVISIONS, TOWNSHIP  # noqa: E402

ROWS = 8000  # reading them takes more room than an empty store
SCHOOL = "2123000001"
KIB = 1024


class GrowthLimit:
    """No file may grow beyond some size."""

    name = "RLIMIT_FSIZE"

    def __init__(self, folder):
        self.folder, self.most = folder, resource.RLIM_INFINITY

    def leave(self, room):
        largest = max(os.path.getsize(os.path.join(self.folder, f))
                      for f in os.listdir(self.folder))
        self.most = largest + room

    def lift(self):
        self.most = resource.RLIM_INFINITY

    def before_exec(self):
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, resource.RLIM_INFINITY))

    def end(self):
        shutil.rmtree(self.folder)


class SmallDisk:
    """A disk of its own with some room."""

    name = "tmpfs"

    def __init__(self, folder):
        self.folder = folder
        self.mount("size=64m")

    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "baoxue-test", self.folder],
                       check=True, capture_output=True)

    def leave(self, room):
        s = os.statvfs(self.folder)
        used = (s.f_blocks - s.f_bfree) * s.f_frsize
        self.mount(f"remount,size={used + room}")

    def lift(self):
        self.mount("remount,size=64m")

    def before_exec(self):
        pass

    def end(self):
        subprocess.run(["umount", self.folder], check=True)
        os.rmdir(self.folder)


class Store:
    def __init__(self, disk, made):
        self.disk = disk
        for f in os.listdir(disk.folder):
            whole = os.path.join(disk.folder, f)
            shutil.rmtree(whole) if os.path.isdir(whole) else os.unlink(whole)
        self.db = os.path.join(disk.folder, "t.db")
        for end in ("", ".key"):
            shutil.copy2(made + end, self.db + end)

    def run(self, *words):
        return subprocess.run([BINARY, *words, "--db", self.db], capture_output=True, text=True,
                              timeout=120, preexec_fn=self.disk.before_exec)

    def ask(self, sql):
        return subprocess.run(["sqlite3", self.db, sql], check=True, capture_output=True,
                              text=True).stdout.strip()

    def state(self):
        return self.ask("SELECT state FROM import WHERE kind = 'enrolment' ORDER BY id DESC LIMIT 1")

    def children(self):
        return int(self.ask("SELECT count(*) FROM student"))


def write_lists(folder):
    schools, roster = os.path.join(folder, "schools.csv"), os.path.join(folder, "roster.csv")
    with open(schools, "w", encoding="utf-8") as f:
        f.write("学校标识码,学校名称,办学类型,所属区划代码\n"
                f"{SCHOOL},测中学,初级中学,{TOWNSHIP}\n")
    with open(roster, "w", encoding="utf-8") as f:
        f.write("学籍号,姓名,学校标识码,年级,班级\n")
        for i in range(ROWS):
            name = "测" + chr(0x4E00 + i // 100) + chr(0x4E00 + i % 100)
            f.write(f"L23038120150101{i:04d},{name},{SCHOOL},21,1\n")
    return schools, roster


def make(folder, schools):
    made = os.path.join(folder, "made.db")
    for words in (["init", "--divisions", DIVISIONS], ["import", "schools", schools]):
        subprocess.run([BINARY, *words, "--db", made], check=True, capture_output=True)
    return made


def fill_once(disk, made, lists, room):
    """The state that the full disk left, "" when there was room enough."""
    schools, roster = lists
    store = Store(disk, made)
    disk.leave(room)
    done = store.run("import", "enrolment", roster)
    disk.lift()
    if done.returncode == 0:
        assert store.children() == ROWS
        return ""
    assert re.search("[一-龥]{4}", done.stderr), f"no reason given: {done.stderr!r}"
    left = store.state()
    assert store.run("import", "schools", schools).returncode == 0, "it did not go on"
    after = store.state()
    assert after == {"": "", "reading": "checked", "committing": "committed"}.get(left, left), \
        f"{left} became {after}"
    assert store.children() == (ROWS if after == "committed" else 0)
    assert store.run("verify").returncode == 0, "the store is not whole"
    done = store.run("import", "enrolment", roster)
    assert done.returncode == 0 and store.children() == ROWS, done.stderr
    return left or "before"


def fill_everywhere(disk, made, lists):
    seen, room = {}, 32 * KIB
    while True:
        left = fill_once(disk, made, lists, room)
        if not left:
            break
        seen[left] = seen.get(left, 0) + 1
        room = int(room * 1.8)
    print(f"import full: {disk.name}: " + ", ".join(f"{k} {n}" for k, n in seen.items()))
    return {"reading", "committing"} <= set(seen)


def main():
    work = tempfile.mkdtemp(prefix="baoxue-full-")
    failed = 0
    try:
        lists = write_lists(work)
        made = make(work, lists[0])
        for kind in (GrowthLimit, SmallDisk):
            try:
                disk = kind(tempfile.mkdtemp(prefix="baoxue-disk-"))
            except (subprocess.CalledProcessError, FileNotFoundError):
                print(f"import full: {kind.name}: left out, none may be mounted here")
                continue
            try:
                if not fill_everywhere(disk, made, lists):
                    print(f"import full: {kind.name}: a phase was never hit")
                    failed += 1
            finally:
                disk.end()
    finally:
        shutil.rmtree(work)
    print(f"{2 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
