-- A decision takes effect at once: what it takes to judge children of a run
-- again.  Verdicts that people said are one child wait behind one made of them
-- (joined), which goes when they say otherwise.

ALTER TABLE verdict ADD COLUMN roster_id INTEGER; -- the row that speaks
ALTER TABLE verdict ADD COLUMN anchored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verdict ADD COLUMN given INTEGER NOT NULL DEFAULT 1;
ALTER TABLE verdict ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;
-- Not asked, unless what is better turns out not to be.
ALTER TABLE candidate ADD COLUMN spare INTEGER NOT NULL DEFAULT 0;
CREATE INDEX match_decision_at ON match_decision (at);
