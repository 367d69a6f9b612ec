-- 数据导出: what a unit takes along, as a file that is kept sealed beside the
-- store for a day.
CREATE TABLE data_export (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id), -- whose scope it has
    unit TEXT NOT NULL REFERENCES unit (code),
    form TEXT NOT NULL CHECK (form IN ('xlsx', 'csv')),
    full INTEGER NOT NULL DEFAULT 0,       -- nothing in it is masked
    reason BLOB NOT NULL,                  -- sealed; what it is for
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting',
        'running', 'done', 'failed', 'gone')),
    kept INTEGER NOT NULL DEFAULT 0,       -- a file lies beside the store
    sheet TEXT,                            -- the table under way
    sheets_done INTEGER NOT NULL DEFAULT 0,
    sheets_total INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    size INTEGER,
    fault TEXT,                            -- why it failed; no child's data
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    kept_until INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (state <> 'done' OR size IS NOT NULL)
) STRICT;
CREATE INDEX data_export_account ON data_export (account_id, id);
CREATE INDEX data_export_due ON data_export (state, id)
    WHERE state IN ('waiting', 'running');
CREATE INDEX data_export_kept ON data_export (kept_until) WHERE kept = 1;
