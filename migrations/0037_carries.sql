-- Sealed files that phones carry away (带出文件): the file as it comes, piece by
-- piece; then, once it is whole and was opened, what is in it, a row a letter.
CREATE TABLE carry (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id), -- who brings it in
    uuid TEXT NOT NULL, -- its last 16 bytes, which seal all of it
    size INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    officer_id INTEGER REFERENCES account (id), -- whose it is; NULL: not opened
    made_at INTEGER,
    letters INTEGER,
    at INTEGER NOT NULL, -- of the last that was done with it
    UNIQUE (account_id, uuid)
) STRICT;
CREATE INDEX carry_at ON carry (at);

CREATE TABLE carry_piece (
    id INTEGER PRIMARY KEY,
    carry_id INTEGER NOT NULL REFERENCES carry (id),
    start INTEGER NOT NULL,
    data BLOB NOT NULL, -- of a file that is sealed itself
    UNIQUE (carry_id, start)
) STRICT;

CREATE TABLE carry_line (
    id INTEGER PRIMARY KEY,
    carry_id INTEGER NOT NULL REFERENCES carry (id),
    kind TEXT, -- survey, service, photo; NULL: it could not be read
    uuid TEXT,
    title TEXT,
    visited_at INTEGER,
    letter BLOB, -- sealed, until it is in the store
    data BLOB,   -- sealed, of a photo, as long
    state TEXT NOT NULL, -- new, known, taken, refused
    detail TEXT
) STRICT;
CREATE INDEX carry_line_carry ON carry_line (carry_id, state);
