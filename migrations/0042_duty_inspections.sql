-- The 督查 that a quarter's 常规督查 was done by.
ALTER TABLE duty ADD COLUMN inspection_id INTEGER REFERENCES inspection (id);
CREATE INDEX duty_inspection ON duty (inspection_id) WHERE inspection_id IS NOT NULL;
