#!/usr/bin/env python3
"""The judge judged: it passes the truth, and fails each kind of corruption.

Without the second half a judge that always nods would look the same.
"""
import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

import evaluate

BAOXUE = os.environ.get("BAOXUE", "build/baoxue-bare")


class TheJudge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory(prefix="baoxue-roster-")
        subprocess.run([BAOXUE, "generate", "--children", "3000", "--seed",
                        "7", "--year", "2026", "--out", cls.dir.name],
                       check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        cls.truth = evaluate.read_csv(os.path.join(cls.dir.name, "truth.csv"))

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def setUp(self):
        """What a reconciliation without a fault says; `of` is the truth."""
        self.of = [t for t in self.truth if 6 <= int(t["age"]) <= 15]
        self.out = [{"verdict": "unsure" if t["number_destroyed"] == "1"
                     else t["verdict"],
                     "id_no": t["id_no"], "name": t["name"],
                     "birth_date": t["birth_date"],
                     "division": t["division"], "rule": "truth",
                     "confidence": "1", "evidence": t["rows"]}
                    for t in self.of]

    def tearDown(self):
        for name in ("enrolment.json", "candidates.csv"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(self.dir.name, name))

    def judge(self, rows):
        path = os.path.join(self.dir.name, "verdicts.csv")
        with open(path, "w", encoding="utf-8-sig", newline="") as f:
            w = csv.DictWriter(f, evaluate.HEADER)
            w.writeheader()
            w.writerows(rows)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = evaluate.main([self.dir.name])
        return code, said.getvalue()

    def fails_for(self, goal, rows):
        code, said = self.judge(rows)
        self.assertEqual(code, 1)
        line = [s for s in said.splitlines()
                if s.startswith(("  goals missed", "  fault"))]
        self.assertIn(goal, "\n".join(line))

    def of_state(self, state, verdict=None):
        return [i for i, t in enumerate(self.of)
                if t["state"] == state and t["number_destroyed"] == "0" and
                (verdict is None or t["verdict"] == verdict)]

    def refuse(self, row, gravity="refused", count=1):
        with open(os.path.join(self.dir.name, "enrolment.json"), "w",
                  encoding="utf-8") as f:
            json.dump({"refused": count, "errors": [
                {"row": row, "faults": [{"gravity": gravity}]}]}, f)

    def test_the_truth_passes(self):
        self.assertEqual(self.judge(self.out)[0], 0)

    def test_one_absent_child_called_present_fails(self):
        self.out[self.of_state("never_enrolled")[0]]["verdict"] = "in_school"
        self.fails_for("recall", self.out)

    def test_one_absent_child_left_out_fails(self):
        del self.out[self.of_state("enrolled_absent", "enrolled_absent")[0]]
        self.fails_for("missed", self.out)

    def test_twins_joined_without_a_person_fail(self):
        twins = [i for i, t in enumerate(self.of) if t["twin"] == "1"]
        a, b = twins[0], twins[1]
        self.out[a]["verdict"] = "in_school"
        self.out[a]["evidence"] += " " + self.out[b]["evidence"]
        self.fails_for("false_joins", self.out)

    def test_a_question_about_two_children_is_no_join(self):
        a, b = [i for i, t in enumerate(self.of)
                if t["number_destroyed"] == "1"][:2]
        self.out[a]["evidence"] += " " + self.out[b]["evidence"]
        self.assertEqual(self.judge(self.out)[0], 0)

    def test_one_row_of_another_child_is_a_join(self):
        a, b = self.of_state("in_school", "in_school")[:2]
        self.out[a]["evidence"] += " " + self.out[b]["evidence"].split()[0]
        self.fails_for("false_joins", self.out)

    def test_asking_about_everybody_fails(self):
        for row in self.out:
            row["verdict"] = "unsure"
        self.fails_for("asked/lost", self.out)

    def test_a_long_list_of_questions_fails(self):
        with open(os.path.join(self.dir.name, "candidates.csv"), "w",
                  encoding="utf-8") as f:
            f.write("question\n" + "x\n" * 1000)
        self.fails_for("asked/lost", self.out)

    def test_two_in_a_hundred_wrong_fail(self):
        for i in self.of_state("in_school", "in_school")[::50]:
            self.out[i]["verdict"] = "enrolled_absent"
        self.fails_for("right", self.out)

    def test_a_list_not_in_yet_makes_nobody_absent(self):
        waiting = self.of_state("in_school", "unsure")
        self.assertGreater(len(waiting), len(self.out) // 100)
        for i in waiting:
            self.out[i]["verdict"] = "enrolled_absent"
        self.fails_for("right", self.out)

    def test_a_child_told_twice_is_not_right(self):
        for i in self.of_state("in_school", "in_school")[::50]:
            self.out.append(dict(self.out[i]))
        self.fails_for("right", self.out)

    def test_a_verdict_that_rests_on_nothing_fails(self):
        self.out[0]["evidence"] = ""
        self.fails_for("rests on no roster row", self.out)

    def test_an_unknown_verdict_fails(self):
        self.out[0]["verdict"] = "fine"
        self.fails_for("has verdict fine", self.out)

    def test_a_sound_row_refused_fails(self):
        clean = next(t for t in self.of if "enrolment:" in t["rows"] and
                     not t["planted"])
        self.refuse(int(clean["rows"].split("enrolment:")[1].split()[0]))
        self.fails_for("unfairly", self.out)

    def test_a_sound_row_taken_with_a_remark_is_no_refusal(self):
        clean = next(t for t in self.of if "enrolment:" in t["rows"] and
                     not t["planted"])
        self.refuse(int(clean["rows"].split("enrolment:")[1].split()[0]),
                    gravity="doubt", count=0)
        self.assertEqual(self.judge(self.out)[0], 0)

    def test_refused_rows_that_are_not_named_fail(self):
        self.refuse(2, gravity="doubt", count=5)
        self.fails_for("counts 5 refused rows", self.out)

    def test_a_spoilt_row_may_be_refused(self):
        spoilt = next(t for t in self.of
                      if "enrolment:lost_tail" in t["planted"])
        self.refuse(int(spoilt["rows"].split("enrolment:")[1].split()[0]))
        self.assertEqual(self.judge(self.out)[0], 0)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"roster: {result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad != 0)
