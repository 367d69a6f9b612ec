-- 结对帮扶: a grown-up by name who looks after a child for a time, and the visits.
CREATE TABLE pairing (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    mentor TEXT NOT NULL,            -- 帮扶人
    unit TEXT NOT NULL REFERENCES unit (code), -- whose he is
    phone BLOB,                      -- sealed; of the mentor
    difficulty TEXT NOT NULL,        -- what the child needs help with
    plan BLOB NOT NULL,              -- sealed
    from_date TEXT NOT NULL,
    to_date TEXT,                    -- NULL while it lasts
    ending BLOB,                     -- sealed; why it ended
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (to_date IS NULL OR to_date >= from_date),
    CHECK ((to_date IS NULL) = (ending IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_pairing ON pairing (student_id, unit, mentor)
    WHERE to_date IS NULL;
CREATE INDEX pairing_student ON pairing (student_id);
CREATE INDEX pairing_unit ON pairing (unit);

CREATE TABLE pairing_visit (
    id INTEGER PRIMARY KEY,
    pairing_id INTEGER NOT NULL REFERENCES pairing (id),
    visited_on TEXT NOT NULL,
    method TEXT NOT NULL,
    done BLOB NOT NULL,              -- sealed; what was seen and done
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_visit_pairing ON pairing_visit (pairing_id, visited_on);
