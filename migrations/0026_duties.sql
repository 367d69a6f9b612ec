-- 职责清单: what a member unit, the bureau, 督导室 or a school owes in a year, made
-- by the clock from the table in src/domain/duty.c.
CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    year INTEGER NOT NULL,
    period TEXT NOT NULL,            -- 2026, 2026-Q3 or 2026-09
    opens_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    made_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'submitted', 'received', 'returned')),
    evidence BLOB,                   -- sealed
    import_id INTEGER REFERENCES import (id), -- that it was done by
    submitted_by INTEGER REFERENCES account (id),
    submitted_at INTEGER,
    decided_by INTEGER REFERENCES account (id),
    decided_at INTEGER,
    reason TEXT,                     -- of giving it back; no child's data
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (kind, unit, period)      -- made once
) STRICT;
CREATE INDEX duty_year ON duty (year, unit);
CREATE INDEX duty_waits ON duty (unit, due_on) WHERE state IN ('open', 'returned');
CREATE INDEX duty_import ON duty (import_id) WHERE import_id IS NOT NULL;
