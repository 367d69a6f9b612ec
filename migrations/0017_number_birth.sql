-- The birth date that a row's identity number has: reconciliation compares it
-- of every row, and to open every number for it took longer than all the rest.
-- NULL where the number has none, and in rows from before.
ALTER TABLE roster_row ADD COLUMN number_birth TEXT;
