-- 转学交接: a child between two schools.  Where it is, its schooling alone says:
-- the row `enrolment_id` is 转出 and present until somebody has the child.
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    enrolment_id INTEGER NOT NULL REFERENCES enrolment (id),
    from_school TEXT REFERENCES school (code), -- NULL: outside the county
    from_name TEXT NOT NULL,
    to_school TEXT REFERENCES school (code),   -- NULL: outside the county
    to_name TEXT NOT NULL,
    reason BLOB,                     -- sealed
    left_on TEXT NOT NULL,
    due_on TEXT NOT NULL,            -- to be received by
    unit TEXT NOT NULL REFERENCES unit (code), -- that wrote it out
    written_by INTEGER NOT NULL REFERENCES account (id),
    written_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting',
        'received', 'confirmed', 'withdrawn', 'superseded')),
    arrived_on TEXT,
    attachment_id INTEGER REFERENCES attachment (id), -- 就读证明
    note BLOB,                       -- sealed; why it was withdrawn
    settled_by INTEGER REFERENCES account (id),
    settled_at INTEGER,
    case_id INTEGER REFERENCES dropout_case (id), -- opened as nobody received it
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_transfer ON transfer (student_id)
    WHERE state = 'waiting';
CREATE UNIQUE INDEX transfer_enrolment ON transfer (enrolment_id);
CREATE INDEX transfer_student ON transfer (student_id);
CREATE INDEX transfer_due ON transfer (due_on, id) WHERE state = 'waiting';
CREATE INDEX transfer_from ON transfer (from_school) WHERE from_school IS NOT NULL;
CREATE INDEX transfer_to ON transfer (to_school) WHERE to_school IS NOT NULL;
