-- The law of a case: calendar, dispositions, documents, assignments, leads,
-- and what is done around a child.  虎政规〔2020〕1号 四, 五.

-- ---- the case itself -----------------------------------------------------------
ALTER TABLE dropout_case ADD COLUMN period_from TEXT;    -- 期限, of an approved
ALTER TABLE dropout_case ADD COLUMN period_until TEXT;   -- absence
ALTER TABLE dropout_case ADD COLUMN placed_at TEXT;      -- 就读学校, where not
                                                         -- the enrolment's
ALTER TABLE dropout_case ADD COLUMN conclusion TEXT;     -- 公安结论, its code
ALTER TABLE dropout_case ADD COLUMN archive_no TEXT;     -- 免予入学档案号
ALTER TABLE dropout_case ADD COLUMN report_no TEXT;      -- 逐级汇报文号
ALTER TABLE dropout_case ADD COLUMN reported_on TEXT;
ALTER TABLE dropout_case ADD COLUMN reminded_for INTEGER; -- the due_at that was
                                                          -- reminded of
ALTER TABLE dropout_case ADD COLUMN alerted_for TEXT;    -- the period_until
                                                         -- that was warned of
CREATE INDEX case_level_state ON dropout_case (level, state, due_at);

-- ---- calendar (校历) ---------------------------------------------------------------
-- Days that differ from the week's: holidays, and weekends that are worked.
CREATE TABLE calendar_day (
    day TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE school_term (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    from_date TEXT NOT NULL UNIQUE,
    to_date TEXT NOT NULL,           -- its last day
    version INTEGER NOT NULL DEFAULT 1,
    CHECK (to_date > from_date)
) STRICT;

-- ---- documents (文书) ---------------------------------------------------------------
-- Numbered per kind, unit and year without gaps: a number is taken in the
-- transaction that makes the document, and a void one keeps its number.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL REFERENCES unit (code),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    case_id INTEGER REFERENCES dropout_case (id),
    student_id INTEGER REFERENCES student (id),
    assignment_id INTEGER,
    event_id INTEGER REFERENCES case_event (id),
    issued_on TEXT NOT NULL,
    deadline_on TEXT,
    state TEXT NOT NULL DEFAULT 'issued'
        CHECK (state IN ('issued', 'served', 'void')),
    served_on TEXT,                  -- the day on which service takes effect
    content BLOB,                    -- sealed JSON: the named places, filled
    void_reason BLOB,                -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (kind, unit, year, number)
) STRICT;
CREATE INDEX document_case ON document (case_id, id);
CREATE INDEX document_student ON document (student_id);

-- 送达: every attempt; the last one counts.
CREATE TABLE service (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    student_id INTEGER REFERENCES student (id),
    method TEXT NOT NULL,
    served_on TEXT NOT NULL,         -- handed over, posted up, signed for
    effective_on TEXT NOT NULL,      -- 公告: 30 days later
    recipient TEXT,
    relation TEXT,
    place BLOB,                      -- sealed
    witness TEXT,
    servers TEXT NOT NULL,           -- 送达人
    note BLOB,                       -- sealed
    attachment_id INTEGER REFERENCES attachment (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX service_document ON service (document_id);

-- ---- assignments (交办) ---------------------------------------------------------------
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    case_id INTEGER REFERENCES dropout_case (id),
    student_id INTEGER REFERENCES student (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    task TEXT NOT NULL,
    together INTEGER NOT NULL,       -- 联办: the first id of those given at once
    note BLOB,                       -- sealed
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('assigned', 'accepted', 'reported', 'completed', 'returned',
         'withdrawn')),
    reminders INTEGER NOT NULL DEFAULT 0,
    reminded_for TEXT,               -- the due_on the clock reminded of
    result TEXT,                     -- 公安结论, 鉴定结果: its code
    assigned_by INTEGER NOT NULL REFERENCES account (id),
    assigned_unit TEXT NOT NULL REFERENCES unit (code),
    assigned_at INTEGER NOT NULL,
    closed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX assignment_unit ON assignment (unit, state, due_on);
CREATE INDEX assignment_case ON assignment (case_id);
CREATE INDEX assignment_student ON assignment (student_id);
CREATE INDEX assignment_together ON assignment (together);

CREATE TABLE assignment_event (
    id INTEGER PRIMARY KEY,
    assignment_id INTEGER NOT NULL REFERENCES assignment (id),
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL,     -- 0: the clock
    unit TEXT,
    detail BLOB                      -- sealed {"facts":[…]}
) STRICT;
CREATE INDEX assignment_event_of ON assignment_event (assignment_id, id);

CREATE TABLE assignment_evidence (
    id INTEGER PRIMARY KEY,
    assignment_id INTEGER NOT NULL REFERENCES assignment (id),
    event_id INTEGER NOT NULL REFERENCES assignment_event (id),
    kind TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id)
) STRICT;
CREATE INDEX assignment_evidence_of ON assignment_evidence (assignment_id);
CREATE INDEX assignment_evidence_attachment
    ON assignment_evidence (attachment_id);

-- ---- 残疾人教育专家委员会 ---------------------------------------------------------------
CREATE TABLE committee_member (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    field TEXT NOT NULL,             -- 教育 心理 康复 社会工作 医学
    unit_name TEXT NOT NULL,         -- 工作单位
    account_id INTEGER REFERENCES account (id),
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A session on one child: assessed when all seats have signed.
CREATE TABLE assessment (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES dropout_case (id),
    student_id INTEGER NOT NULL REFERENCES student (id),
    session_on TEXT NOT NULL,
    place TEXT NOT NULL,
    situation BLOB NOT NULL,         -- sealed; what the committee is told
    state TEXT NOT NULL CHECK (state IN
        ('convened', 'assessed', 'split', 'cancelled')),
    advice TEXT,                     -- 安置建议, by the majority
    convened_by INTEGER NOT NULL REFERENCES account (id),
    convened_at INTEGER NOT NULL,
    assessed_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX assessment_case ON assessment (case_id);
CREATE INDEX assessment_student ON assessment (student_id);

CREATE TABLE assessment_seat (
    id INTEGER PRIMARY KEY,
    assessment_id INTEGER NOT NULL REFERENCES assessment (id),
    member_id INTEGER NOT NULL REFERENCES committee_member (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    advice TEXT,
    opinion BLOB,                    -- sealed
    signed_at INTEGER,
    UNIQUE (assessment_id, member_id)
) STRICT;
CREATE INDEX assessment_seat_account ON assessment_seat (account_id);

-- 送教上门: the plan of a child, and each lesson given.
CREATE TABLE teaching_plan (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    case_id INTEGER NOT NULL REFERENCES dropout_case (id),
    school TEXT NOT NULL REFERENCES school (code), -- 送教学校
    teachers TEXT NOT NULL,
    per_week INTEGER NOT NULL,       -- visits
    periods INTEGER NOT NULL,        -- 课时 a visit
    content BLOB,                    -- sealed
    from_date TEXT NOT NULL,
    to_date TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX teaching_plan_student ON teaching_plan (student_id);
CREATE INDEX teaching_plan_case ON teaching_plan (case_id);

CREATE TABLE home_teaching (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES teaching_plan (id),
    student_id INTEGER NOT NULL REFERENCES student (id),
    taught_on TEXT NOT NULL,
    starts TEXT NOT NULL,            -- 时段, HH:MM–HH:MM
    periods INTEGER NOT NULL,        -- 课时
    teachers TEXT NOT NULL,
    content BLOB NOT NULL,           -- sealed
    effect BLOB,                     -- sealed
    signature_id INTEGER REFERENCES attachment (id), -- 家长签字
    photo_id INTEGER REFERENCES attachment (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX home_teaching_plan ON home_teaching (plan_id, taught_on);
CREATE INDEX home_teaching_student ON home_teaching (student_id);

-- ---- 一生一策 ---------------------------------------------------------------------------
CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    keeper TEXT NOT NULL,            -- 责任教师
    situation BLOB NOT NULL,         -- sealed: 基本情况
    attainment BLOB NOT NULL,        -- sealed: 学业层次
    health BLOB,                     -- sealed: 健康状况
    wish BLOB,                       -- sealed: 本人及监护人意愿
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    made_by INTEGER NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX plan_student ON plan (student_id);
CREATE UNIQUE INDEX one_plan ON plan (student_id) WHERE state = 'open';

CREATE TABLE plan_item (
    id INTEGER PRIMARY KEY,
    plan_id INTEGER NOT NULL REFERENCES plan (id),
    student_id INTEGER NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,              -- 课程 方式 帮扶 心理 其他
    content BLOB NOT NULL,           -- sealed
    due_on TEXT,
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'done', 'dropped')),
    progress BLOB,                   -- sealed
    progress_on TEXT,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX plan_item_plan ON plan_item (plan_id);
CREATE INDEX plan_item_student ON plan_item (student_id);

-- 心理辅导: only its school and the bureau's approvers read it.
CREATE TABLE counselling (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    talked_on TEXT NOT NULL,
    method TEXT NOT NULL,
    content BLOB NOT NULL,           -- sealed
    next_on TEXT,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX counselling_student ON counselling (student_id);

-- 帮助解决困难 (虎政规〔2020〕1号 四, 领导小组): a difficulty and what helped.
CREATE TABLE help (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    difficulty TEXT NOT NULL,
    measure BLOB NOT NULL,           -- sealed
    helped_on TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX help_student ON help (student_id);

-- ---- leads and child labour (线索, 童工) -----------------------------------------------
CREATE TABLE lead (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,              -- 童工 场所 校外务工 群众举报
    unit TEXT NOT NULL REFERENCES unit (code), -- who found it
    found_on TEXT NOT NULL,
    place_name TEXT,                 -- 用人单位, 场所
    credit_code TEXT,                -- 统一社会信用代码
    address BLOB,                    -- sealed
    finding BLOB NOT NULL,           -- sealed
    measure BLOB,                    -- sealed
    holiday TEXT,                    -- a 法定节假日 on the day of a venue check
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    order_no TEXT,                   -- 责令改正文号
    ordered_on TEXT,
    order_until TEXT,
    penalty_no TEXT,
    penalty_on TEXT,
    penalty_fen INTEGER,             -- 罚款
    penalty_basis TEXT,
    cost_fen INTEGER,                -- 送回费用, borne by the employer
    referred TEXT,                   -- 吊销执照, 移交司法
    closed_on TEXT,
    closing BLOB,                    -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX lead_unit ON lead (unit, state);

CREATE TABLE lead_child (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES lead (id),
    name TEXT NOT NULL,
    sex TEXT,
    birth_date TEXT,
    id_no BLOB,                      -- sealed
    id_no_index BLOB,                -- index
    home BLOB,                       -- sealed: 家庭住址
    worked_from TEXT,
    worked_until TEXT,
    months INTEGER,                  -- 用工月数, begun ones count
    returned_on TEXT,                -- 送回日期
    student_id INTEGER REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX lead_child_lead ON lead_child (lead_id);
CREATE INDEX lead_child_student ON lead_child (student_id);

-- ---- around the case -------------------------------------------------------------------
-- 突发情况, and what was done to a child; `restricted` ones have rights of
-- their own.
CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,              -- 突发 欺凌 殴打侮辱 体罚歧视
    restricted INTEGER NOT NULL,
    student_id INTEGER REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    happened_on TEXT NOT NULL,
    title TEXT NOT NULL,
    detail BLOB NOT NULL,            -- sealed
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    closed_at INTEGER,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX incident_student ON incident (student_id);

CREATE TABLE incident_unit (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    UNIQUE (incident_id, unit)
) STRICT;

CREATE TABLE incident_step (
    id INTEGER PRIMARY KEY,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    note BLOB NOT NULL               -- sealed
) STRICT;
CREATE INDEX incident_step_of ON incident_step (incident_id);

-- 思想动态: what a teacher notices before a child leaves.
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL REFERENCES student (id),
    kind TEXT NOT NULL,              -- 学习 情绪 出勤 家庭 交往
    concern TEXT NOT NULL CHECK (concern IN ('watch', 'talk', 'act')),
    noted_on TEXT NOT NULL,
    note BLOB NOT NULL,              -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX observation_student ON observation (student_id);
