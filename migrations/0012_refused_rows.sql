-- Whom rows name that a committed import left out: a child who looks absent
-- may be one of them.  Only what could be read.

CREATE TABLE refused_row (
    id INTEGER PRIMARY KEY,          -- of the import_row
    import_id INTEGER NOT NULL REFERENCES import (id),
    name_key TEXT NOT NULL,          -- compare form of the name
    birth_date TEXT,
    school TEXT
) STRICT;
