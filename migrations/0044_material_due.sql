-- Until when units sign for the last version of the city's plan; NULL: at any time.
ALTER TABLE material ADD COLUMN due_on TEXT;
