-- 省内外就读无学籍 reported upward (虎政规〔2020〕1号 五(三)1): a child has one 上报编号 for
-- ever, however often the list is made; a number is never given again.
CREATE TABLE upward_report (
    id INTEGER PRIMARY KEY,
    student_id INTEGER NOT NULL UNIQUE REFERENCES student (id),
    year INTEGER NOT NULL,           -- of the number
    number INTEGER NOT NULL CHECK (number > 0),
    listed_on TEXT NOT NULL,
    answer TEXT CHECK (answer IN ('registered', 'studies', 'unknown',
        'returned')),
    answered_on TEXT,
    note BLOB,                       -- sealed; what the answer says
    account_id INTEGER NOT NULL REFERENCES account (id),
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (year, number),
    CHECK ((answer IS NULL) = (answered_on IS NULL))
) STRICT;
CREATE TRIGGER upward_report_stays BEFORE DELETE ON upward_report
BEGIN SELECT RAISE(ABORT, 'a 上报编号 is kept for ever'); END;
CREATE TRIGGER upward_number_stays
BEFORE UPDATE OF student_id, year, number ON upward_report
BEGIN SELECT RAISE(ABORT, 'a 上报编号 is its child''s for ever'); END;
