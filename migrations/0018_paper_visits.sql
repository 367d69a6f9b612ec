-- A visit written on a sheet of paper at the door and typed in later: who went
-- there is on the sheet, and need not be who typed it.
ALTER TABLE survey_visit ADD COLUMN source TEXT NOT NULL DEFAULT 'phone'
    CHECK (source IN ('phone', 'paper'));
ALTER TABLE survey_visit ADD COLUMN visitor TEXT;
