-- What a phone last said of itself, and that it was revoked (lost, stolen,
-- handed on): for ever, since its name is never given again.
CREATE TABLE phone_again (
    id INTEGER PRIMARY KEY,
    device TEXT NOT NULL UNIQUE,     -- a name of the phone's own making
    account_id INTEGER NOT NULL REFERENCES account (id),
    registered_at INTEGER NOT NULL,
    kind TEXT,                       -- as the browser tells it
    contact_at INTEGER,
    unsent INTEGER,                  -- visits, at that contact
    revoked_at INTEGER,
    revoked_by INTEGER REFERENCES account (id),
    reason BLOB,                     -- sealed
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
INSERT INTO phone_again (device, account_id, registered_at)
    SELECT device, account_id, registered_at FROM phone ORDER BY registered_at;
DROP TABLE phone;
ALTER TABLE phone_again RENAME TO phone;
CREATE INDEX phone_account ON phone (account_id);
