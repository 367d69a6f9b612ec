-- 信息比对: runs, their verdicts, the questions to people and what they decided.

CREATE TABLE reconciliation (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,
    account_id INTEGER NOT NULL,     -- 0: the command line
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN
        ('waiting', 'running', 'done', 'replaced', 'failed')),
    rows_total INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    children INTEGER NOT NULL DEFAULT 0,
    questions INTEGER NOT NULL DEFAULT 0,
    fault TEXT,                      -- why it failed
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- The verdicts of a year are those of its one run that is done.
CREATE UNIQUE INDEX one_reconciliation ON reconciliation (year)
    WHERE state = 'done';
CREATE INDEX reconciliation_under_way ON reconciliation (state, id)
    WHERE state IN ('waiting', 'running');

-- What the rosters say of one child.  A row whose question another row asks
-- (speaker_id) waits for the answer and is in no list.
CREATE TABLE verdict (
    id INTEGER PRIMARY KEY,
    reconciliation_id INTEGER NOT NULL REFERENCES reconciliation (id),
    speaker_id INTEGER,              -- may be stored after it
    verdict TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    facts INTEGER NOT NULL,          -- of its own rows, packed
    name TEXT NOT NULL,
    sex TEXT,
    birth_date TEXT,
    id_no BLOB,                      -- sealed
    division TEXT,                   -- 户籍地区划代码 of the row
    place TEXT NOT NULL,             -- where it is seen from: D and a path
    school TEXT,
    grade TEXT,
    class TEXT,
    student_id INTEGER REFERENCES student (id),
    evidence TEXT NOT NULL,          -- KIND:ROW of each roster row
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX verdict_list ON verdict (reconciliation_id, verdict, id);
CREATE INDEX verdict_speaker ON verdict (speaker_id)
    WHERE speaker_id IS NOT NULL;
CREATE INDEX verdict_student ON verdict (student_id)
    WHERE student_id IS NOT NULL;

-- Two rows that may be one child.
CREATE TABLE candidate (
    id INTEGER PRIMARY KEY,
    reconciliation_id INTEGER NOT NULL REFERENCES reconciliation (id),
    verdict_id INTEGER NOT NULL REFERENCES verdict (id),
    other_id INTEGER NOT NULL REFERENCES verdict (id),
    roster_id INTEGER NOT NULL,      -- row of the one
    other_roster_id INTEGER NOT NULL, -- and of the other; below 0: a record
    print INTEGER NOT NULL,          -- fingerprints of the rows
    other_print INTEGER NOT NULL,
    score INTEGER NOT NULL,
    evidence INTEGER NOT NULL,       -- bits
    alternative INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX candidate_verdict ON candidate (verdict_id);
CREATE INDEX candidate_other ON candidate (other_id);

-- What a person decided of two rows; it holds for coming years.
CREATE TABLE match_decision (
    id INTEGER PRIMARY KEY,
    low INTEGER NOT NULL,            -- fingerprints, the lower first
    high INTEGER NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('same', 'different', 'later')),
    reason BLOB NOT NULL,            -- sealed
    year INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    replaced_at INTEGER              -- by a later decision
) STRICT;
CREATE UNIQUE INDEX one_match_decision ON match_decision (low, high)
    WHERE replaced_at IS NULL;

-- Doubts that a run raised, so that the next does not raise them again.
CREATE TABLE roster_doubt (
    kind TEXT NOT NULL,
    print INTEGER NOT NULL,
    doubt_id INTEGER NOT NULL REFERENCES doubt (id),
    PRIMARY KEY (kind, print)
) STRICT, WITHOUT ROWID;
