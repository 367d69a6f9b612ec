-- Most children that a list brings have no household yet: the index need not
-- hold them.
DROP INDEX student_household;
CREATE INDEX student_household ON student (household_id)
    WHERE household_id IS NOT NULL;
