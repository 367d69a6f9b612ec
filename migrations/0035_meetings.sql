-- 会议: what the city government resolves in July and August, and what each unit
-- has to do of it by when (虎政规〔2020〕1号 五(一)3).  The steps are tables in
-- src/domain/meeting.c and resolution.c.
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('executive', 'office', 'special', 'joint')),
    title TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),      -- that keeps its minutes
    held_on TEXT NOT NULL,                          -- planned for, then held on
    place TEXT NOT NULL,
    chair TEXT NOT NULL,
    agenda BLOB NOT NULL,            -- sealed; one item a line
    state TEXT NOT NULL DEFAULT 'planned'
        CHECK (state IN ('planned', 'held', 'cancelled')),
    minutes BLOB,                    -- sealed
    reason BLOB,                     -- sealed; of a change of day, of giving up
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX meeting_day ON meeting (held_on);

-- Who takes part.
CREATE TABLE meeting_unit (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    UNIQUE (meeting_id, unit)
) STRICT;
CREATE INDEX meeting_unit_of ON meeting_unit (unit, meeting_id);

-- What was resolved, a row for each unit that has to do it.
CREATE TABLE resolution (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meeting (id),
    number INTEGER NOT NULL,         -- of the item in its meeting
    unit TEXT NOT NULL REFERENCES unit (code),      -- that does it
    giver TEXT NOT NULL REFERENCES unit (code),     -- that confirms it
    demand BLOB NOT NULL,            -- sealed
    due_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN
        ('open', 'reported', 'returned', 'confirmed', 'withdrawn')),
    reported_by INTEGER REFERENCES account (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (meeting_id, number, unit)
) STRICT;
CREATE INDEX resolution_unit ON resolution (unit, due_on);
CREATE INDEX resolution_waits ON resolution (giver, due_on)
    WHERE state IN ('open', 'reported', 'returned');

-- Append-only.  due_on is the day that held when the step was taken.
CREATE TABLE resolution_step (
    id INTEGER PRIMARY KEY,
    resolution_id INTEGER NOT NULL REFERENCES resolution (id),
    action TEXT NOT NULL,
    due_on TEXT NOT NULL,
    on_date TEXT NOT NULL,           -- of `at` in the county
    note BLOB,                       -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX resolution_step_of ON resolution_step (resolution_id, id);

-- The signed minutes of a meeting, or papers of a step of a resolution.
CREATE TABLE meeting_evidence (
    id INTEGER PRIMARY KEY,
    meeting_id INTEGER REFERENCES meeting (id),
    step_id INTEGER REFERENCES resolution_step (id),
    kind TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    CHECK ((meeting_id IS NULL) <> (step_id IS NULL))
) STRICT;
CREATE INDEX meeting_evidence_meeting ON meeting_evidence (meeting_id)
    WHERE meeting_id IS NOT NULL;
CREATE INDEX meeting_evidence_step ON meeting_evidence (step_id)
    WHERE step_id IS NOT NULL;
CREATE INDEX meeting_evidence_attachment ON meeting_evidence (attachment_id);

-- The meeting that a duty was done by.
ALTER TABLE duty ADD COLUMN meeting_id INTEGER REFERENCES meeting (id);
CREATE INDEX duty_meeting ON duty (meeting_id) WHERE meeting_id IS NOT NULL;
