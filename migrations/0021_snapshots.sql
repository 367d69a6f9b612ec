-- 台账封存: a unit's copy of a year's ledger as it stood when it was handed in,
-- signed, and accepted or given back by the bureau.  Nothing in it changes any
-- more; what changed since is found by holding it against the ledger.
CREATE TABLE ledger_snapshot (
    id INTEGER PRIMARY KEY,
    ledger TEXT NOT NULL,
    year INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    unit_name TEXT NOT NULL,         -- as it was called then
    division TEXT NOT NULL REFERENCES division (code), -- whose children
    state TEXT NOT NULL DEFAULT 'submitted'
        CHECK (state IN ('submitted', 'signed', 'returned')),
    rows INTEGER NOT NULL,
    hash BLOB NOT NULL,              -- over its rows
    key_version INTEGER NOT NULL,
    signature BLOB NOT NULL,
    submitted_by INTEGER NOT NULL REFERENCES account (id),
    submitted_at INTEGER NOT NULL,
    decided_by INTEGER REFERENCES account (id),
    decided_at INTEGER,
    reason TEXT,                     -- of giving it back; no child's data
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- A ledger is handed in once; again only after it was given back.
CREATE UNIQUE INDEX one_snapshot ON ledger_snapshot (ledger, year, unit)
    WHERE state <> 'returned';

CREATE TABLE ledger_snapshot_row (
    id INTEGER PRIMARY KEY,
    snapshot_id INTEGER NOT NULL REFERENCES ledger_snapshot (id),
    number INTEGER NOT NULL,         -- 序号
    student_id INTEGER NOT NULL REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    name TEXT NOT NULL,
    content BLOB NOT NULL,           -- sealed JSON of its cells, in full
    shown BLOB NOT NULL,             -- sealed; the same with masks
    UNIQUE (snapshot_id, number)
) STRICT;
