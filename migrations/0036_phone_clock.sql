-- A phone's clock may be wrong by a year.  What it says of a visit is set right by
-- how far its clock was off when it sent it (domain/phone_clock.h); by how many
-- seconds that was is kept beside it, NULL where the clock was right.
ALTER TABLE survey_visit ADD COLUMN clock_off INTEGER;

-- The day of a service as the phone said it, where it was set right: the same
-- service sent again is known by it.
ALTER TABLE service ADD COLUMN served_said TEXT;
