-- 升级: at the new school year the grades of all who are enrolled go up by one,
-- once a year, in slices.
CREATE TABLE promotion (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,           -- the school year that begins
    five_four INTEGER NOT NULL,      -- 五四制, as it was set when it began
    account_id INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting',
        'running', 'done', 'undoing', 'undone', 'failed')),
    cursor INTEGER NOT NULL DEFAULT 0,     -- the last enrolment that is done
    rows_total INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    up INTEGER NOT NULL DEFAULT 0,         -- children by what became of them
    graduated INTEGER NOT NULL DEFAULT 0,
    suspended INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 0,
    undone INTEGER NOT NULL DEFAULT 0,     -- of those taken back …
    kept INTEGER NOT NULL DEFAULT 0,       -- … and those changed since
    fault TEXT,                            -- why it failed
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    undo_account_id INTEGER,
    undo_unit TEXT REFERENCES unit (code),
    undo_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_promotion ON promotion (year) WHERE state <> 'undone';
CREATE INDEX promotion_under_way ON promotion (state, id)
    WHERE state IN ('waiting', 'running', 'undoing');

-- Whom it changed: from what, and in which version it left the record.
CREATE TABLE promotion_child (
    promotion_id INTEGER NOT NULL REFERENCES promotion (id),
    enrolment_id INTEGER NOT NULL,
    student_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    grade TEXT NOT NULL,
    state TEXT NOT NULL,             -- of the schooling before
    version INTEGER NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'done'
        CHECK (outcome IN ('done', 'undone', 'kept')),
    PRIMARY KEY (promotion_id, enrolment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX promotion_child_enrolment ON promotion_child (enrolment_id);
CREATE INDEX promotion_child_student ON promotion_child (student_id);
