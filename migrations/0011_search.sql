-- A child's search tokens in one text, each after the separator U+001F: to ask
-- whether a child bears a name takes one row, where an index of all tokens by
-- child had eight, and every import of a roster had to sort them in.
CREATE TABLE student_search (
    student_id INTEGER PRIMARY KEY,
    tokens TEXT NOT NULL
) STRICT;
INSERT INTO student_search (student_id, tokens)
    SELECT student_id, char(31) || group_concat(token, char(31))
      FROM student_token GROUP BY student_id;
DROP INDEX student_token_student;
