-- Which phone a visit came from, and its number there, so that a phone can be
-- told what of it is here: after a backup was put back it sends the rest again.
ALTER TABLE survey_visit ADD COLUMN device TEXT;
ALTER TABLE survey_visit ADD COLUMN sequence INTEGER;
CREATE INDEX survey_visit_device ON survey_visit (account_id, device, sequence)
    WHERE device IS NOT NULL;
