-- 工作记录: what a unit did, of a kind in the table of src/domain/activity.c.
CREATE TABLE activity (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    held_on TEXT NOT NULL,
    title BLOB NOT NULL,             -- sealed, as are all words about people
    place BLOB,
    audience_codes TEXT,             -- blanks between
    people INTEGER,
    media TEXT,
    link TEXT,
    issue TEXT,
    amount_yuan INTEGER,
    team BLOB,
    family BLOB,
    venue BLOB,
    school TEXT REFERENCES school (code),
    student_id INTEGER REFERENCES student (id),
    found BLOB,
    result BLOB,
    state TEXT NOT NULL DEFAULT 'logged'
        CHECK (state IN ('logged', 'withdrawn')),
    reason BLOB,                     -- of withdrawing it
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((reason IS NOT NULL) = (state = 'withdrawn'))
) STRICT;
CREATE INDEX activity_unit ON activity (unit, kind, held_on);
CREATE INDEX activity_held ON activity (held_on);
CREATE INDEX activity_student ON activity (student_id)
    WHERE student_id IS NOT NULL;

CREATE TABLE activity_evidence (
    id INTEGER PRIMARY KEY,
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    kind TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    UNIQUE (activity_id, attachment_id)
) STRICT;
CREATE INDEX activity_evidence_attachment ON activity_evidence (attachment_id);

-- Append-only: what stood before each correction.
CREATE TABLE activity_correction (
    id INTEGER PRIMARY KEY,
    activity_id INTEGER NOT NULL REFERENCES activity (id),
    version INTEGER NOT NULL,        -- that it had
    was BLOB NOT NULL,               -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX activity_correction_of ON activity_correction (activity_id, id);

-- A duty that activities of its kind have done, one in each quarter owed.
ALTER TABLE duty ADD COLUMN by_activity INTEGER NOT NULL DEFAULT 0;

-- 隐患与办学条件: what has to be put right at a school; steps in src/domain/hazard.c.
CREATE TABLE hazard (
    id INTEGER PRIMARY KEY,
    school TEXT NOT NULL REFERENCES school (code),
    kind TEXT NOT NULL,
    gravity TEXT NOT NULL
        CHECK (gravity IN ('condition', 'ordinary', 'grave')),
    found_on TEXT NOT NULL,
    detail BLOB NOT NULL,            -- sealed
    mender TEXT NOT NULL REFERENCES unit (code),
    due_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN
        ('open', 'reported', 'returned', 'passed', 'withdrawn')),
    reported_by INTEGER REFERENCES account (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code), -- that found it
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX hazard_school ON hazard (school, due_on);
CREATE INDEX hazard_mender ON hazard (mender, due_on);
CREATE INDEX hazard_unit ON hazard (unit);
CREATE INDEX hazard_waits ON hazard (due_on)
    WHERE state IN ('open', 'reported', 'returned');

-- Append-only.  due_on is the day that held when the step was taken.
CREATE TABLE hazard_step (
    id INTEGER PRIMARY KEY,
    hazard_id INTEGER NOT NULL REFERENCES hazard (id),
    action TEXT NOT NULL,
    due_on TEXT NOT NULL,
    on_date TEXT NOT NULL,           -- of `at` in the county
    note BLOB,                       -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX hazard_step_of ON hazard_step (hazard_id, id);

CREATE TABLE hazard_evidence (
    id INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES hazard_step (id),
    kind TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id)
) STRICT;
CREATE INDEX hazard_evidence_step ON hazard_evidence (step_id);
CREATE INDEX hazard_evidence_attachment ON hazard_evidence (attachment_id);
