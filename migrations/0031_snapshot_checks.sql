-- 逐行审核: what the bureau says of single lines of a ledger that was handed in,
-- before it accepts the whole or gives it back.
CREATE TABLE ledger_snapshot_check (
    id INTEGER PRIMARY KEY REFERENCES ledger_snapshot_row (id), -- its line
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'returned')),
    reason BLOB,                     -- sealed; why it goes back
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    CHECK ((outcome = 'returned') = (reason IS NOT NULL))
) STRICT;
