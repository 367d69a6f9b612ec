-- What a phone sends again is the same: a service by its UUID, a picture piece by
-- piece until the whole is an attachment.
ALTER TABLE service ADD COLUMN uuid TEXT;
CREATE UNIQUE INDEX service_uuid ON service (uuid) WHERE uuid IS NOT NULL;

CREATE TABLE upload (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    attachment_id INTEGER REFERENCES attachment (id), -- once it is whole
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_account ON upload (account_id) WHERE attachment_id IS NULL;
CREATE INDEX upload_at ON upload (at);

CREATE TABLE upload_piece (
    id INTEGER PRIMARY KEY,
    upload_id INTEGER NOT NULL REFERENCES upload (id),
    start INTEGER NOT NULL,
    data BLOB NOT NULL, -- sealed
    UNIQUE (upload_id, start)
) STRICT;
