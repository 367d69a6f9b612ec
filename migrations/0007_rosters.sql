-- Rosters (花名册): imports, their rows, and the lists as they now stand.
--
-- An import is staged.  Its rows enter roster_row while it is read; nobody sees
-- them before the import's state is 'committed', which one statement sets: the
-- list changes as a whole or not at all, and goes back the same way.

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,              -- schools | enrolment | attendance …
    year INTEGER NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    account_id INTEGER NOT NULL,     -- 0: the command line
    state TEXT NOT NULL DEFAULT 'reading' CHECK (state IN ('reading',
        'checked', 'committing', 'committed', 'rolling_back', 'rolled_back',
        'cancelled', 'failed')),
    complete INTEGER NOT NULL DEFAULT 0, -- the whole list: who is not in it left
    partial INTEGER NOT NULL DEFAULT 0,  -- committed without the refused rows
    format TEXT,                     -- csv | xlsx | xls
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    mapping TEXT,                    -- JSON: each column and its member
    header_row INTEGER,              -- where the headers were found
    rows_total INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0, -- of the phase under way
    added INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0,    -- no longer in a complete list
    doubts INTEGER NOT NULL DEFAULT 0,   -- rows taken with a remark
    children INTEGER NOT NULL DEFAULT 0, -- rows that bring a new child
    based_on INTEGER NOT NULL DEFAULT 0, -- the list's import when it was read
    cursor INTEGER NOT NULL DEFAULT 0,   -- how far the phase has come
    -- Ids kept for the children that it brings: hidden until it is committed.
    first_child INTEGER NOT NULL DEFAULT 0,
    last_child INTEGER NOT NULL DEFAULT -1,
    next_child INTEGER NOT NULL DEFAULT 0,
    fault TEXT,                      -- why it failed
    created_at INTEGER NOT NULL,
    checked_at INTEGER,
    committed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX import_list ON import (kind, year, state, committed_at);
CREATE INDEX import_unit ON import (unit, id);
-- Whose children are hidden, and what a start has to go on with.
CREATE INDEX import_under_way ON import (state)
    WHERE state IN ('reading', 'committing', 'rolling_back');
CREATE UNIQUE INDEX one_commit ON import (kind, year)
    WHERE state IN ('committing', 'rolling_back');

-- Which column a unit's files of a kind call what.
CREATE TABLE import_mapping (
    unit TEXT NOT NULL REFERENCES unit (code),
    kind TEXT NOT NULL,
    header TEXT NOT NULL,            -- as the file has it, without blanks
    member TEXT NOT NULL,            -- '' is left aside
    PRIMARY KEY (unit, kind, header)
) STRICT, WITHOUT ROWID;

-- What becomes of each row of a file.
CREATE TABLE import_row (
    id INTEGER PRIMARY KEY,          -- import_id * 2^22 + number
    import_id INTEGER NOT NULL REFERENCES import (id),
    number INTEGER NOT NULL,         -- of the row in its sheet; 0: not in it
    outcome TEXT NOT NULL CHECK (outcome IN
        ('added', 'changed', 'unchanged', 'refused', 'ended')),
    roster_id INTEGER,               -- the row that it brings
    old_id INTEGER,                  -- the row that it takes the place of
    faults BLOB                      -- sealed JSON
) STRICT;
CREATE INDEX import_row_outcome ON import_row (import_id, outcome, id)
    WHERE outcome <> 'added' OR faults IS NOT NULL;

-- A row of a list.  It stands while its import is committed and no committed
-- import took its place: read it through roster_now.
CREATE TABLE roster_row (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES import (id),
    number INTEGER NOT NULL,         -- of the row in its sheet
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    key BLOB NOT NULL,               -- index of what tells it from other rows
    content BLOB NOT NULL,           -- index of all it holds
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,          -- compare form of the name
    sex TEXT,
    birth_date TEXT,
    id_kind TEXT,
    id_no BLOB,                      -- sealed
    id_no_index BLOB,                -- index, 15 digits as 18
    id_no_state TEXT NOT NULL,       -- ok missing check_digit fifteen other
    student_no BLOB,                 -- 学籍号, sealed
    student_no_index BLOB,           -- index
    school TEXT,
    grade TEXT,
    class TEXT,
    division TEXT,                   -- 户籍地区划代码
    household_no TEXT,               -- 户号, 户编号
    state TEXT,                      -- 学籍状态 变动类型 困难类型 残疾类别
    on_date TEXT,                    -- 变动 识别 下发日期
    rest BLOB,                       -- sealed JSON of the other members
    student_id INTEGER REFERENCES student (id), -- proved: never a guess
    replaced_by INTEGER              -- the import that took its place
) STRICT;
CREATE INDEX roster_row_key ON roster_row (kind, year, key);
CREATE INDEX roster_row_id_no ON roster_row (id_no_index, kind, year)
    WHERE id_no_index IS NOT NULL;
CREATE INDEX roster_row_student ON roster_row (student_id)
    WHERE student_id IS NOT NULL;
CREATE INDEX roster_row_import ON roster_row (import_id);

CREATE VIEW roster_now AS
    SELECT r.* FROM roster_row r
      JOIN import i ON i.id = r.import_id AND i.state = 'committed'
     WHERE r.replaced_by IS NULL OR NOT EXISTS
       (SELECT 1 FROM import n
         WHERE n.id = r.replaced_by AND n.state = 'committed');

-- What an import changed in records that were there before, so that it can be
-- taken back.
CREATE TABLE import_effect (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES import (id),
    entity TEXT NOT NULL,            -- table
    entity_id INTEGER NOT NULL,
    student_id INTEGER,
    action TEXT NOT NULL CHECK (action IN ('made', 'changed', 'ended')),
    before BLOB,                     -- sealed JSON of the record as it was
    version INTEGER NOT NULL         -- of the record afterwards
) STRICT;
CREATE INDEX import_effect_import ON import_effect (import_id, id);
