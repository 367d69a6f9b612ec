-- The mark of its unit in a document's number, as it was when it was issued:
-- 虎保劝（虎头镇）〔2026〕3号.  What was issued before has none.
ALTER TABLE document ADD COLUMN mark TEXT NOT NULL DEFAULT '';
