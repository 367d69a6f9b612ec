-- Each action gives a level its time once: which of them did so since the
-- case came to its present level, as bits of the transition table's rows.
ALTER TABLE dropout_case ADD COLUMN clock_used INTEGER NOT NULL DEFAULT 0;
