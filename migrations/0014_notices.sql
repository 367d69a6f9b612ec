-- 入学通知书: what a notice says beside what every document has.  Its id is its
-- document's, whose number, service and voiding it shares.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY REFERENCES document (id),
    student_id INTEGER NOT NULL REFERENCES student (id),
    division TEXT NOT NULL REFERENCES division (code), -- the child's village
    place TEXT NOT NULL,             -- that village's path
    basis TEXT NOT NULL,             -- why: school_age, junior …
    stage TEXT NOT NULL CHECK (stage IN ('primary', 'junior')),
    grade TEXT,                      -- NULL: the school decides
    school TEXT NOT NULL REFERENCES school (code),
    report_on TEXT NOT NULL,         -- 报到日期
    arrival TEXT CHECK (arrival IN ('arrived', 'excused', 'absent')),
    judged_on TEXT,                  -- the day the clock looked
    CHECK ((arrival IS NULL) = (judged_on IS NULL))
) STRICT;
CREATE INDEX notice_student ON notice (student_id);
CREATE INDEX notice_place ON notice (place, id);
CREATE INDEX notice_waiting ON notice (report_on) WHERE arrival IS NULL;

-- One child, one notice a year; a void one makes room for another.  Not a
-- partial index: SQLite would prepare statements with "kind = ?" anew at each
-- binding, to see whether the index serves them.
CREATE UNIQUE INDEX one_notice ON document (
    iif(kind = 'enrolment_notice' AND state <> 'void', student_id, NULL), year);
