-- 摸排数据确认: a township says of a round that its doors are done, with what was
-- counted at that moment.  The bureau may take it back, and it is signed anew.
CREATE TABLE round_signoff (
    id INTEGER PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    division TEXT NOT NULL REFERENCES division (code), -- a township
    households INTEGER NOT NULL,
    visited INTEGER NOT NULL,
    children INTEGER NOT NULL,
    out_of_school INTEGER NOT NULL,
    todo INTEGER NOT NULL,
    note BLOB,                       -- sealed: why doors are left
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    taken_reason BLOB,               -- sealed
    taken_by INTEGER REFERENCES account (id),
    taken_at INTEGER,
    CHECK (todo = 0 OR note IS NOT NULL),
    CHECK ((taken_at IS NULL) = (taken_by IS NULL)),
    CHECK ((taken_at IS NULL) = (taken_reason IS NULL))
) STRICT;
CREATE INDEX round_signoff_of ON round_signoff (round_id, division);
CREATE UNIQUE INDEX one_round_signoff ON round_signoff (round_id, division)
    WHERE taken_at IS NULL;
