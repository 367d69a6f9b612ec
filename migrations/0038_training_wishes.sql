-- 职业技能培训意愿 of those who leave school and do not go on (虎政规〔2020〕1号 四).
-- A leaver of 初中 is a child of the register; of 高中, who is in no list here, no more
-- than what a call takes: name, school, township, telephone.
CREATE TABLE training_wish (
    id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,           -- in which it left
    stage TEXT NOT NULL CHECK (stage IN ('junior', 'senior')),
    student_id INTEGER REFERENCES student (id),
    name TEXT,                       -- of a leaver of 高中
    school_name TEXT NOT NULL,       -- that it left
    division TEXT NOT NULL REFERENCES division (code), -- its township
    onward TEXT NOT NULL CHECK (onward IN ('further', 'wish', 'none')),
    course TEXT,                     -- what it wishes to learn
    contact TEXT,                    -- whom to call
    phone BLOB,                      -- sealed
    informed INTEGER NOT NULL DEFAULT 0, -- told what this is for
    state TEXT NOT NULL DEFAULT 'registered' CHECK (state IN ('registered',
        'handed', 'contacted', 'trained', 'given_up', 'withdrawn')),
    handed_on TEXT,
    contacted_on TEXT,
    ended_on TEXT,                   -- trained since, or given up
    note BLOB,                       -- sealed; of the last step
    unit TEXT NOT NULL REFERENCES unit (code),
    account_id INTEGER NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((stage = 'junior') = (student_id IS NOT NULL)),
    CHECK ((student_id IS NULL) = (name IS NOT NULL)),
    CHECK ((onward = 'wish') = (phone IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_training_wish ON training_wish (student_id, year)
    WHERE student_id IS NOT NULL AND state <> 'withdrawn';
CREATE INDEX training_wish_year ON training_wish (year, division);
