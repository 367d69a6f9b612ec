-- 公告 of what supervision found, 表扬, 通报批评 and 约谈.
-- No child's data stands in an announcement: its text is refused when it holds
-- any (src/domain/announcement.c, src/store/announcement_store.c).
CREATE TABLE announcement (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,
    number INTEGER,                  -- of the year, given when it is published
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'published', 'withdrawn')),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    published_by INTEGER REFERENCES account (id),
    published_at INTEGER,
    reason TEXT,                     -- of withdrawing it; checked as the text is
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((number IS NULL) = (state = 'draft')),
    UNIQUE (year, number)
) STRICT;

CREATE TABLE accountability (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('praise', 'criticism', 'talk')),
    unit TEXT NOT NULL REFERENCES unit (code),
    duty TEXT,                       -- 责任岗位 of the unit, and who held it
    holder TEXT,
    interviewer TEXT,                -- of a 约谈: 组长
    ground TEXT NOT NULL CHECK (ground IN ('score', 'finding', 'case', 'other')),
    year INTEGER NOT NULL,
    finding_id INTEGER REFERENCES finding (id),
    case_id INTEGER REFERENCES dropout_case (id),
    on_date TEXT NOT NULL,
    detail BLOB NOT NULL,            -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    reason BLOB,                     -- sealed; of withdrawing it
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((ground = 'finding') = (finding_id IS NOT NULL)),
    CHECK ((ground = 'case') = (case_id IS NOT NULL))
) STRICT;
CREATE INDEX accountability_unit ON accountability (unit, on_date);
