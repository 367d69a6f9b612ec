#!/usr/bin/env python3
"""Judges reconciliation against the truth that `baoxue generate` wrote.

    evaluate.py DIR...

Each DIR holds truth.csv, verdicts.csv (what `baoxue reconcile --out` wrote),
KIND.json of each import (`baoxue import --json`: its refused rows) where there
is one, and candidates.csv where the questions to people are listed one a row
(without it each child that is unsure, but not for a list that is not in or for
being in no list of the county's own, is one question).  `evidence` in verdicts.csv holds KIND:ROW tokens separated by
blanks, ROW numbered as a spreadsheet shows it; a token of another kind counts
for nothing.  Prints one line a DIR; ends with 1 when a goal is missed.
"""
import collections
import csv
import json
import os
import sys

HEADER = ["verdict", "id_no", "name", "birth_date", "division", "rule",
          "confidence", "evidence"]
VERDICTS = {"in_school", "enrolled_absent", "present_unenrolled",
            "never_enrolled", "elsewhere", "exempt", "left", "over_age",
            "unsure"}
ABSENT = {"enrolled_absent", "never_enrolled", "unknown"}  # true states
FOUND = {"enrolled_absent", "never_enrolled", "unsure"}  # verdicts
ASKED_MOST = 1.5  # people asked a child whose number was lost
RIGHT_LEAST = 0.99  # of the other children


class Child:
    """One row of truth.csv, and the rows of the output that rest on it."""

    def __init__(self, row):
        self.age = int(row["age"])
        self.state, self.verdict = row["state"], row["verdict"]
        self.destroyed = row["number_destroyed"] == "1"
        self.planted = [p for p in row["planted"].split(";") if p]
        self.rows = row["rows"].split()
        self.refused = set()
        self.seen = []

    def expected(self):
        if self.state == "elsewhere":
            return {"never_enrolled", "elsewhere"}
        if self.state == "unknown":
            return {"unsure", "never_enrolled"}
        return {self.verdict}

    def judged(self):
        """In school age, and some list that was taken in has it."""
        return 6 <= self.age <= 15 and self.refused != set(self.rows)

    def explains(self, token):
        """An error planted in that row may be why it was refused."""
        kind = token.split(":")[0]
        return any(p.split(":")[0] in (kind, "number") for p in self.planted)


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def is_refused(error):
    """A row may also be taken with a remark."""
    return any(f["gravity"] == "refused" for f in error.get("faults", [])) or \
        "faults" not in error


def refused_rows(folder, faults):
    """KIND:ROW of each row that an import gave back."""
    out = set()
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".json"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            report = json.load(f)
        rows = {f"{name[:-5]}:{e['row']}"
                for e in report["errors"] if is_refused(e)}
        if len(rows) != report["refused"]:
            faults.append(f"{name} counts {report['refused']} refused rows "
                          f"and names {len(rows)}")
        out |= rows
    return out


def load(folder, faults):
    """The children of the truth, each with what was said of it."""
    children = [Child(r) for r in read_csv(os.path.join(folder, "truth.csv"))]
    owner = {token: c for c in children for token in c.rows}
    for token in refused_rows(folder, faults):
        if token in owner:  # a school is no child
            owner[token].refused.add(token)
    output = read_output(os.path.join(folder, "verdicts.csv"), owner, faults)
    return children, output


def read_output(path, owner, faults):
    """Each verdict with the children that it rests on."""
    rows = read_csv(path)
    if rows and list(rows[0]) != HEADER:
        faults.append(f"header is {','.join(rows[0])}")
    out = []
    for n, row in enumerate(rows, 2):
        children = []
        for token in row["evidence"].split():
            child = owner.get(token)
            if child is not None and child not in children:
                children.append(child)
        if not children:
            faults.append(f"row {n} rests on no roster row")
        if row["verdict"] not in VERDICTS:
            faults.append(f"row {n} has verdict {row['verdict']}")
        if not 0 <= float(row["confidence"] or -1) <= 1:
            faults.append(f"row {n} has confidence {row['confidence']}")
        for child in children:
            child.seen.append(row["verdict"])
        out.append((row["verdict"], children))
    return out


def questions(folder, output):
    path = os.path.join(folder, "candidates.csv")
    if os.path.exists(path):
        return len(read_csv(path))
    return len({id(c) for verdict, children in output if verdict == "unsure"
                for c in children if c.verdict != "unsure"})


def share(part, whole):
    return part / whole if whole else 1.0


def measure(folder):
    """The figures of one run, and its faults."""
    faults = []
    children, output = load(folder, faults)
    judged = [c for c in children if c.judged()]
    absent = [c for c in judged if c.state in ABSENT]
    lost = [c for c in judged if c.destroyed]
    others = [c for c in judged if not c.destroyed and not c.refused]
    m = collections.OrderedDict()
    m["children"] = len(judged)
    m["absent"] = len(absent)
    m["recall"] = share(sum(bool(FOUND & set(c.seen)) for c in absent),
                        len(absent))
    m["missed"] = sum(not c.seen for c in judged)
    m["false_joins"] = sum(v != "unsure" and len(c) > 1 for v, c in output)
    m["lost"] = len(lost)
    m["asked"] = questions(folder, output)
    m["asked/lost"] = m["asked"] / max(1, len(lost))
    m["lost_right"] = sum(len(c.seen) == 1 and c.seen[0] in c.expected()
                          for c in lost)
    m["lost_wrong"] = sum("unsure" not in c.seen and
                          not (len(c.seen) == 1 and c.seen[0] in c.expected())
                          for c in lost)
    m["others"] = len(others)
    m["right"] = share(sum(len(c.seen) == 1 and c.seen[0] in c.expected()
                           for c in others), len(others))
    m["refused"] = sum(len(c.refused) for c in children)
    m["unfairly"] = sum(not c.explains(t) for c in children for t in c.refused)
    # past school age a row may be there, but says so
    m["too_old"] = sum(c.age > 15 and not set(c.seen) <= {"over_age", "unsure"}
                       for c in children)
    return m, faults


GOALS = {
    "recall": lambda v: v == 1.0,
    "missed": lambda v: v == 0,
    "false_joins": lambda v: v == 0,
    "asked/lost": lambda v: v <= ASKED_MOST,
    "right": lambda v: v >= RIGHT_LEAST,
    "unfairly": lambda v: v == 0,
    "too_old": lambda v: v == 0,
}


def confusion(folder):
    """What was expected of the others, and what came; to find faults by."""
    children, _ = load(folder, [])
    wrong = collections.Counter()
    sample = {}
    for c in children:
        if c.judged() and not c.destroyed and not c.refused and \
           not (len(c.seen) == 1 and c.seen[0] in c.expected()):
            key = (c.state, c.verdict, "+".join(sorted(c.seen)) or "none")
            wrong[key] += 1
            sample.setdefault(key, f"{' '.join(c.rows)} "
                                   f"[{';'.join(c.planted)}]")
    for key, n in wrong.most_common(20):
        print(f"  {n} × {key[0]}: expected {key[1]}, got {key[2]}, "
              f"e.g. {sample[key]}")


def main(folders):
    passed = True
    for i, folder in enumerate(folders):
        m, faults = measure(folder)
        if i == 0:
            print("run".ljust(8), *(name.rjust(11) for name in m))
        print(os.path.basename(os.path.normpath(folder)).ljust(8),
              *((f"{v:.4f}" if isinstance(v, float) else str(v)).rjust(11)
                for v in m.values()))
        missed = [name for name, met in GOALS.items() if not met(m[name])]
        for fault in faults[:10]:
            print(f"  fault: {fault}")
        if missed:
            print(f"  goals missed: {', '.join(missed)}")
            confusion(folder)
        passed = passed and not missed and not faults
    print("evaluate:", "passed" if passed else "FAILED")
    return 0 if passed else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
