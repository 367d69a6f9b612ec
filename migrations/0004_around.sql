-- Around the case: what is said of an incident is sealed, its title too; each
-- handling unit has a time limit of its own, each event its kind; and what was
-- done about an observation.  Nothing was ever written to the tables that this
-- replaces.
DROP TABLE incident_step;
DROP TABLE incident_unit;
DROP TABLE incident;

-- 突发情况, and what was done to a child; `restricted` ones have rights of
-- their own.
CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,              -- code table incident_kind
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    student_id INTEGER REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    happened_on TEXT NOT NULL,
    title BLOB NOT NULL,             -- sealed
    detail BLOB NOT NULL,            -- sealed
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    result BLOB,                     -- sealed: 处置结果
    closed_at INTEGER,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX incident_student ON incident (student_id);
CREATE INDEX incident_case ON incident (case_id);

CREATE TABLE incident_unit (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL,             -- since when it handles it
    UNIQUE (incident_id, unit)
) STRICT;
CREATE INDEX incident_unit_of ON incident_unit (unit);

CREATE TABLE incident_step (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    action TEXT NOT NULL,            -- 'open', or one of the table of actions
    other TEXT REFERENCES unit (code),   -- whom add_unit, remove_unit named
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    note BLOB                        -- sealed
) STRICT;
CREATE INDEX incident_step_of ON incident_step (incident_id);

-- 思想动态: one of concern `act` waits for the principal until it is done.
ALTER TABLE observation ADD COLUMN done BLOB;       -- sealed: what was done
ALTER TABLE observation ADD COLUMN done_at INTEGER;
ALTER TABLE observation ADD COLUMN done_by INTEGER REFERENCES account (id);
ALTER TABLE observation ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
