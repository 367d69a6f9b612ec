-- 资助: what a child was given for a term, once of each kind; 分.
CREATE TABLE aid (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    year INTEGER NOT NULL,           -- school year, 2025 from September 2025
    term TEXT NOT NULL CHECK (term IN ('1', '2')), -- 秋季, 春季
    kind TEXT NOT NULL,              -- the table in src/domain/aid.c
    fen INTEGER NOT NULL CHECK (fen >= 0),
    funder TEXT NOT NULL,
    school TEXT REFERENCES school (code), -- where the child was in the term
    paid_on TEXT NOT NULL,
    basis TEXT,                      -- the document it rests on
    state TEXT NOT NULL DEFAULT 'paid' CHECK (state IN ('paid', 'withdrawn')),
    reason BLOB,                     -- sealed; why it was withdrawn
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_aid ON aid (student_id, year, term, kind)
    WHERE state = 'paid';
CREATE INDEX aid_student ON aid (student_id);
CREATE INDEX aid_term ON aid (year, term, kind);
