-- Whom a decision of two rows is about, for when its run is gone: the names as
-- they stood in the rows.
ALTER TABLE match_decision ADD COLUMN one_name TEXT;
ALTER TABLE match_decision ADD COLUMN other_name TEXT;
UPDATE match_decision SET (one_name, other_name) = (
    SELECT x.name, y.name FROM candidate c
    JOIN roster_row x ON x.id = c.roster_id
    JOIN roster_row y ON y.id = c.other_roster_id
    WHERE min(c.print, c.other_print) = match_decision.low
    AND max(c.print, c.other_print) = match_decision.high LIMIT 1)
    WHERE replaced_at IS NULL;
