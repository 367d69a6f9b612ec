-- A field that two people changed: what the visit says did not enter the
-- register, and a person decides which value stands.  A row a field.
CREATE TABLE conflict (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES survey_visit (id),
    household_id INTEGER NOT NULL REFERENCES household (id), -- of the visit
    student_id INTEGER REFERENCES student (id), -- NULL: the household's own
    entity TEXT NOT NULL CHECK (entity IN ('household', 'student', 'guardian')),
    entity_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    visit_value BLOB NOT NULL,   -- sealed
    record_value BLOB,           -- sealed: as it stood when last looked at
    created_at INTEGER NOT NULL,
    -- dropped: the visit was corrected by another
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'decided', 'dropped')),
    choice TEXT CHECK (choice IN ('visit', 'record', 'other')),
    value BLOB,                  -- sealed: the one that stands
    decided_at INTEGER,
    decided_by INTEGER REFERENCES account (id),
    CHECK ((state = 'decided') = (choice IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX conflict_field ON conflict
    (visit_id, entity, entity_id, field);
CREATE INDEX conflict_open ON conflict (id) WHERE state = 'open';
CREATE INDEX conflict_record ON conflict (entity, entity_id, field)
    WHERE state = 'open';
