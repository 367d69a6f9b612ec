-- 保学 Baoxue: the spine.  Instants are UTC milliseconds, dates ISO text,
-- codes text.  Columns named in the comments as "sealed" hold values sealed
-- for their table, column and row; "index" beside one is its blind index.

-- The store itself: one row.
CREATE TABLE store (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    store_id TEXT NOT NULL,          -- lasting name, binds the key file
    county TEXT NOT NULL,            -- 12-digit division code
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE keyring (
    id INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL,
    version INTEGER NOT NULL,
    algorithm INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (purpose, version)
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL,
    updated_by INTEGER NOT NULL
) STRICT;

-- ---- places and units ------------------------------------------------------
-- County → township → village → grid (网格: its village's code and three
-- digits).  `path` is 'D' and the codes from the county down, each followed by
-- '/': a subtree is the range [path, path with its last '/' made '0').
CREATE TABLE division (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN
        ('province', 'prefecture', 'county', 'township', 'village', 'grid')),
    parent TEXT REFERENCES division (code),
    path TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,            -- published | local
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX division_parent ON division (parent);

-- Everyone who acts: bureau, agencies, townships, villages, schools.
CREATE TABLE unit (
    code TEXT PRIMARY KEY,           -- short code, division or school code
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN
        ('bureau', 'agency', 'supervision', 'township', 'village', 'school')),
    division TEXT NOT NULL REFERENCES division (code),
    member_rank INTEGER,             -- place among the 26 member units
    active INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE school (
    code TEXT PRIMARY KEY REFERENCES unit (code),   -- 学校标识码
    type TEXT NOT NULL,              -- 办学类型
    address TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- 学区: which village's children belong to which school, by stage.
CREATE TABLE catchment (
    id INTEGER PRIMARY KEY,
    division TEXT NOT NULL REFERENCES division (code),
    stage TEXT NOT NULL CHECK (stage IN ('primary', 'junior')),
    school TEXT NOT NULL REFERENCES school (code),
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_catchment ON catchment (division, stage)
    WHERE to_date IS NULL;

-- 责任链岗位: who holds which of the seven posts where, from when to when.
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    duty TEXT NOT NULL CHECK (duty IN ('class_teacher', 'principal',
        'village_head', 'community_head', 'township_head', 'bureau_head',
        'mayor')),
    unit TEXT NOT NULL REFERENCES unit (code),
    grade TEXT,                      -- of a class teacher
    class TEXT,
    holder TEXT NOT NULL,
    phone BLOB,                      -- sealed
    account_id INTEGER REFERENCES account (id),
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (to_date IS NULL OR to_date >= from_date)
) STRICT;
CREATE INDEX post_unit ON post (unit, duty, from_date);
CREATE UNIQUE INDEX one_holder
    ON post (duty, unit, coalesce(grade, ''), coalesce(class, ''))
    WHERE to_date IS NULL;

-- 领导小组: the chart of the leading group, with terms.
CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    position TEXT NOT NULL CHECK (position IN
        ('leader', 'deputy', 'member', 'office_head', 'office_deputy')),
    unit TEXT REFERENCES unit (code),
    title TEXT NOT NULL,             -- 职务
    holder TEXT NOT NULL,
    rank INTEGER NOT NULL,
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- ---- accounts ----------------------------------------------------------------
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    grade TEXT,                      -- a teacher's class
    class TEXT,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL DEFAULT 0,
    disabled_at INTEGER,
    totp_secret BLOB,                -- sealed
    totp_confirmed INTEGER NOT NULL DEFAULT 0,
    totp_last_step INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    retry_at INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX account_unit ON account (unit);

CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('cookie', 'bearer')),
    name TEXT,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_account ON session (account_id);

-- Failed sign-ins at names that nobody has, delayed like real ones so that
-- they tell nothing; names share a fixed number of slots.
CREATE TABLE signin_stranger (
    slot INTEGER PRIMARY KEY,
    failures INTEGER NOT NULL,
    retry_at INTEGER NOT NULL
) STRICT;

-- ---- register ------------------------------------------------------------------
CREATE TABLE household (
    id INTEGER PRIMARY KEY,
    division TEXT NOT NULL REFERENCES division (code), -- village or grid
    place TEXT NOT NULL,             -- the division's path
    register_no TEXT,                -- 户号
    head_name TEXT NOT NULL,         -- 户主
    address BLOB,                    -- sealed
    phone BLOB,                      -- sealed
    state TEXT NOT NULL DEFAULT 'resident'
        CHECK (state IN ('resident', 'away', 'moved', 'vacant')),
    note BLOB,                       -- sealed
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX household_place ON household (place, id);
CREATE INDEX household_register_no ON household (register_no)
    WHERE register_no IS NOT NULL;

CREATE TABLE student (
    id INTEGER PRIMARY KEY,
    household_id INTEGER REFERENCES household (id),
    relation TEXT,                   -- 与户主关系
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,          -- compare form of the name
    sex TEXT CHECK (sex IN ('1', '2')),
    birth_date TEXT,
    id_kind TEXT NOT NULL DEFAULT '1', -- 身份证件类型
    id_no BLOB,                      -- sealed
    id_no_index BLOB,                -- index
    id_no_state TEXT NOT NULL DEFAULT 'missing' CHECK (id_no_state IN
        ('ok', 'missing', 'check_digit', 'fifteen', 'other')),
    nation TEXT,                     -- 民族
    huji_division TEXT REFERENCES division (code),
    huji_address BLOB,               -- sealed
    residence_division TEXT REFERENCES division (code),
    residence_address BLOB,          -- sealed
    health TEXT,
    status TEXT NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'deceased', 'left', 'void')),
    situation TEXT,                  -- 入户所见, the latest
    situation_at INTEGER,
    note BLOB,                       -- sealed
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX student_household ON student (household_id);
CREATE INDEX student_id_no ON student (id_no_index)
    WHERE id_no_index IS NOT NULL;
CREATE INDEX student_birth ON student (birth_date, name_key);

-- Where a child stands for the purpose of scope: the paths of its residence
-- and 户籍 ('D…/'), its school, grade and class ('S…/grade/class/'), and the
-- agencies its case is assigned to ('A…/').
CREATE TABLE child_place (
    student_id INTEGER NOT NULL REFERENCES student (id),
    place TEXT NOT NULL,
    door INTEGER NOT NULL DEFAULT 0, -- the household: the order of a place
    home INTEGER NOT NULL DEFAULT 0, -- 1 where the child lives
    PRIMARY KEY (student_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX child_place_place ON child_place (place, door, student_id, home);

-- Search tokens of names: runs of 汉字, 全拼, initials.
CREATE TABLE student_token (
    token TEXT NOT NULL,
    student_id INTEGER NOT NULL,
    PRIMARY KEY (token, student_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX student_token_student ON student_token (student_id, token);

CREATE TABLE guardian (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    name TEXT NOT NULL,
    relation TEXT,
    phone BLOB,                      -- sealed
    away BLOB,                       -- sealed; where working, when away
    main INTEGER NOT NULL DEFAULT 0, -- the one to call
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX guardian_student ON guardian (student_id);

-- 学籍 and schooling, as history: the row without to_date is the present.
CREATE TABLE enrolment (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    school TEXT REFERENCES school (code), -- NULL: a school outside the county
    school_name TEXT,                -- of a school outside
    grade TEXT,
    class TEXT,
    student_no BLOB,                 -- 学籍号, sealed
    student_no_index BLOB,           -- index
    state TEXT NOT NULL CHECK (state IN ('enrolled', 'unregistered',
        'suspended', 'transferred', 'graduated', 'cancelled')),
    boarding TEXT,
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (to_date IS NULL OR to_date >= from_date)
) STRICT;
CREATE INDEX enrolment_student ON enrolment (student_id, from_date);
CREATE UNIQUE INDEX one_enrolment ON enrolment (student_id)
    WHERE to_date IS NULL;
CREATE INDEX enrolment_student_no ON enrolment (student_no_index)
    WHERE student_no_index IS NOT NULL;
CREATE INDEX enrolment_school ON enrolment (school, grade, class)
    WHERE to_date IS NULL;

-- 特殊类别, effective-dated.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    tag TEXT NOT NULL,
    basis BLOB,                      -- sealed; document or roster it rests on
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX tag_student ON tag (student_id);
CREATE UNIQUE INDEX one_tag ON tag (student_id, tag) WHERE to_date IS NULL;

-- History of every field; old and new values sealed.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,            -- table
    entity_id INTEGER NOT NULL,
    student_id INTEGER,              -- the child it concerns
    field TEXT NOT NULL,
    old BLOB,                        -- sealed
    new BLOB,                        -- sealed
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL
) STRICT;
CREATE INDEX change_entity ON change (entity, entity_id);
CREATE INDEX change_student ON change (student_id) WHERE student_id IS NOT NULL;

-- 疑点: what needs a person.
CREATE TABLE doubt (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    student_id INTEGER REFERENCES student (id),
    other_id INTEGER REFERENCES student (id),
    detail BLOB,                     -- sealed
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided')),
    decision TEXT,
    reason BLOB,                     -- sealed
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX doubt_open ON doubt (state, id);
CREATE INDEX doubt_student ON doubt (student_id);

-- ---- surveys ---------------------------------------------------------------------
CREATE TABLE survey_round (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE UNIQUE INDEX one_round ON survey_round (year, name);

CREATE TABLE survey_visit (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    round_id INTEGER NOT NULL REFERENCES survey_round (id),
    household_id INTEGER NOT NULL REFERENCES household (id),
    outcome TEXT NOT NULL,
    visited_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    return_at INTEGER,               -- nobody home: come back then
    note BLOB,                       -- sealed
    latitude REAL,
    longitude REAL,
    accuracy REAL,
    children INTEGER NOT NULL DEFAULT 0,      -- seen, for the coverage
    out_of_school INTEGER NOT NULL DEFAULT 0, -- of them
    settled INTEGER NOT NULL,        -- need not be knocked at again
    current INTEGER NOT NULL DEFAULT 0,       -- the one that counts
    body_hash BLOB NOT NULL,         -- keyed: the body holds numbers
    answer BLOB NOT NULL,            -- sealed: what was answered, given again
    unmerged BLOB,                   -- sealed: values that met another change
    supersedes TEXT,
    superseded_by TEXT
) STRICT;
CREATE INDEX survey_visit_household ON survey_visit (household_id, visited_at);
CREATE UNIQUE INDEX one_current ON survey_visit (round_id, household_id)
    WHERE current = 1;
-- What the coverage of a round needs of its visits, beside one another.
CREATE INDEX survey_visit_current ON survey_visit
    (household_id, round_id, current, settled, outcome, children,
     out_of_school)
    WHERE current = 1;
CREATE UNIQUE INDEX one_superseder ON survey_visit (supersedes)
    WHERE supersedes IS NOT NULL;

CREATE TABLE survey_child (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES survey_visit (id),
    student_id INTEGER NOT NULL REFERENCES student (id),
    situation TEXT NOT NULL,
    reason TEXT,
    school_code TEXT,
    school_name TEXT,
    grade TEXT,
    class TEXT,
    since TEXT,                      -- out of school since
    note BLOB,                       -- sealed
    case_id INTEGER REFERENCES dropout_case (id)
) STRICT;
CREATE INDEX survey_child_visit ON survey_child (visit_id);
CREATE INDEX survey_child_student ON survey_child (student_id);

-- ---- cases -------------------------------------------------------------------------
CREATE TABLE dropout_case (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL CHECK (kind IN
        ('suspected', 'dropout', 'never_enrolled')),
    state TEXT NOT NULL CHECK (state IN ('reported', 'persuading',
        'arranging', 'enforcing', 'review', 'watching', 'closed',
        'dismissed')),
    disposition TEXT,
    level TEXT NOT NULL,             -- 责任层级
    source TEXT NOT NULL,            -- flag | survey | roster | lead
    reason TEXT,
    absent_since TEXT,
    outcome TEXT,                    -- how it was closed
    returned_on TEXT,
    persuasions INTEGER NOT NULL DEFAULT 0,
    watch_step INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER NOT NULL,
    opened_by INTEGER NOT NULL REFERENCES account (id),
    due_at INTEGER,
    closed_at INTEGER,
    submitted_by INTEGER,            -- who asked for the closing
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX one_open_case ON dropout_case (student_id)
    WHERE state NOT IN ('closed', 'dismissed');
CREATE INDEX case_student ON dropout_case (student_id);
CREATE INDEX case_due ON dropout_case (due_at)
    WHERE state NOT IN ('closed', 'dismissed');
CREATE INDEX case_state ON dropout_case (state, id);

CREATE TABLE case_event (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES dropout_case (id),
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    level TEXT NOT NULL,
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,     -- 0: the clock
    unit TEXT,
    detail BLOB                      -- sealed JSON of the action's fields
) STRICT;
CREATE INDEX case_event_case ON case_event (case_id, id);

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    type TEXT NOT NULL,
    data BLOB NOT NULL,              -- sealed
    student_id INTEGER REFERENCES student (id), -- set when it becomes evidence
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE case_evidence (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES dropout_case (id),
    event_id INTEGER NOT NULL REFERENCES case_event (id),
    kind TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id)
) STRICT;
CREATE INDEX case_evidence_case ON case_evidence (case_id);

-- ---- audit ---------------------------------------------------------------------------
-- Hash chain over all fields; no personal data.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,     -- 0: nobody signed in, or the clock
    role TEXT,
    unit TEXT,
    action TEXT NOT NULL,            -- method and route, or a job's name
    entity TEXT,
    entity_id TEXT,
    outcome TEXT NOT NULL,           -- public code of the result
    detail TEXT,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_account ON audit (account_id, id);

-- Signed heads of the chain, one a day, printed on reports.
CREATE TABLE audit_head (
    audit_id INTEGER PRIMARY KEY REFERENCES audit (id),
    at INTEGER NOT NULL,
    hash BLOB NOT NULL,
    key_version INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;
