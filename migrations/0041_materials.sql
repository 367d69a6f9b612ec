-- 方案和经验: plans and notes of practice, each with its versions; who signed for
-- which version of the city's plan.  The kinds are in src/domain/material.c.
CREATE TABLE material (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('city_plan', 'unit_plan', 'practice')),
    unit TEXT NOT NULL REFERENCES unit (code),
    year INTEGER NOT NULL,
    title TEXT NOT NULL,             -- of the last version
    state TEXT NOT NULL
        CHECK (state IN ('published', 'submitted', 'received', 'returned')),
    number INTEGER NOT NULL,         -- of the last version
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    decided_by INTEGER REFERENCES account (id),
    decided_at INTEGER,
    reason TEXT,                     -- of giving it back; no child's data
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_material ON material (year, kind, unit)
    WHERE kind <> 'practice';
CREATE INDEX material_waits ON material (id) WHERE state = 'submitted';

-- Append-only.
CREATE TABLE material_version (
    id INTEGER PRIMARY KEY,
    material_id INTEGER NOT NULL REFERENCES material (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    text BLOB NOT NULL,              -- sealed
    note TEXT,                       -- what is new in it; no child's data
    attachment_id INTEGER REFERENCES attachment (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    UNIQUE (material_id, number)
) STRICT;
CREATE INDEX material_version_attachment ON material_version (attachment_id)
    WHERE attachment_id IS NOT NULL;

-- 签收: append-only.
CREATE TABLE material_receipt (
    id INTEGER PRIMARY KEY,
    material_id INTEGER NOT NULL REFERENCES material (id),
    number INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    UNIQUE (material_id, number, unit)
) STRICT;

-- The plan that a duty was done by.
ALTER TABLE duty ADD COLUMN material_id INTEGER REFERENCES material (id);
CREATE INDEX duty_material ON duty (material_id) WHERE material_id IS NOT NULL;

-- 责任确认: whoever answers for a unit has read what it owes in the year.
CREATE TABLE duty_confirmation (
    id INTEGER PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES unit (code),
    year INTEGER NOT NULL,
    duties INTEGER NOT NULL,         -- how many kinds it owed then
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    UNIQUE (unit, year, duties, account_id)
) STRICT;
