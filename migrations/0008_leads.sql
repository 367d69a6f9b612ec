-- Leads and the child-labour file (线索, 童工档案): the tables of 0002, which
-- nothing has written yet, with what the work takes: who handles a lead, what
-- became of each child, the referral, and its history.
DROP TABLE lead_child;
DROP TABLE lead;

CREATE TABLE lead (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,              -- 童工 介绍童工 场所 外出务工 举报
    unit TEXT NOT NULL REFERENCES unit (code),    -- who found it
    handler TEXT NOT NULL REFERENCES unit (code), -- 承办单位
    found_on TEXT NOT NULL,
    place_kind TEXT,                 -- 网吧, 歌舞娱乐, 电子游戏 …
    place_name TEXT,                 -- 用人单位, 场所
    credit_code TEXT,                -- 统一社会信用代码
    unlicensed INTEGER NOT NULL DEFAULT 0 CHECK (unlicensed IN (0, 1)),
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
    penalty_fen INTEGER CHECK (penalty_fen >= 0), -- 罚款
    penalty_basis TEXT,
    no_penalty BLOB,                 -- sealed: 不予处罚的理由
    referred TEXT,                   -- 吊销执照, 撤销登记, 取缔, 移送公安
    referred_unit TEXT REFERENCES unit (code),
    referred_on TEXT,
    referral_no TEXT,
    referral_answer BLOB,            -- sealed: what came of it
    answered_on TEXT,
    closed_on TEXT,
    closing BLOB,                    -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX lead_unit ON lead (unit, state);
CREATE INDEX lead_handler ON lead (handler, state);

-- A child as whoever found it has typed it; student_id once the bureau has
-- compared it with the register.
CREATE TABLE lead_child (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES lead (id),
    name TEXT NOT NULL,
    sex TEXT CHECK (sex IN ('1', '2')),
    birth_date TEXT,
    id_no BLOB,                      -- sealed
    id_no_index BLOB,                -- index
    home BLOB,                       -- sealed: 家庭住址
    worked_from TEXT,                -- 入职日期
    worked_until TEXT,
    returned_on TEXT,                -- 送回日期
    returned_to TEXT,
    cost_fen INTEGER CHECK (cost_fen >= 0), -- 送回费用, borne by the employer
    kept BLOB,                       -- sealed: 未送回的说明
    student_id INTEGER REFERENCES student (id),
    case_id INTEGER REFERENCES dropout_case (id),
    no_case BLOB,                    -- sealed: 不立案的说明
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX lead_child_lead ON lead_child (lead_id);
CREATE INDEX lead_child_student ON lead_child (student_id);
CREATE INDEX lead_child_case ON lead_child (case_id);

CREATE TABLE lead_event (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER NOT NULL REFERENCES lead (id),
    child_id INTEGER REFERENCES lead_child (id),
    action TEXT NOT NULL,
    at INTEGER NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    detail BLOB                      -- sealed {"facts":[…]}
) STRICT;
CREATE INDEX lead_event_of ON lead_event (lead_id, id);

-- Papers of a lead: of no case, and of no child.
ALTER TABLE document ADD COLUMN lead_id INTEGER REFERENCES lead (id);
