-- The phones that keep records of children, sealed, and whose they are: when
-- that account is no more, the phone takes them away at its next contact.
CREATE TABLE phone (
    device TEXT PRIMARY KEY,         -- a name of the phone's own making
    account_id INTEGER NOT NULL REFERENCES account (id),
    registered_at INTEGER NOT NULL
) STRICT;
