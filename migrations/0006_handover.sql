-- Leaving office hands the cases to the successor (逐级责任制): which post holds
-- a case at its level.  虎政规〔2020〕1号 五(一)2.
ALTER TABLE dropout_case ADD COLUMN post_id INTEGER REFERENCES post (id);
                                     -- NULL: that post is vacant (空缺)
CREATE INDEX case_post ON dropout_case (post_id)
    WHERE state NOT IN ('closed', 'dismissed');
CREATE INDEX post_class ON post (unit, duty, grade, class);

-- Who is in office today holds what is open today; nothing is handed over.
UPDATE dropout_case SET post_id = (
    SELECT p.id FROM student s
    LEFT JOIN household h ON h.id = s.household_id
    LEFT JOIN division d ON d.code =
        coalesce(s.residence_division, h.division, s.huji_division)
    LEFT JOIN division v ON v.code =
        CASE d.level WHEN 'grid' THEN d.parent ELSE d.code END
    LEFT JOIN enrolment e ON e.student_id = s.id AND e.to_date IS NULL
        AND e.state IN ('enrolled', 'unregistered', 'suspended')
    JOIN post p ON p.unit = CASE dropout_case.level
            WHEN 'class_teacher' THEN e.school
            WHEN 'principal' THEN e.school
            WHEN 'village' THEN v.code
            WHEN 'township' THEN
                CASE v.level WHEN 'village' THEN v.parent ELSE v.code END
            ELSE 'bureau' END
        AND dropout_case.level = CASE p.duty
            WHEN 'village_head' THEN 'village'
            WHEN 'community_head' THEN 'village'
            WHEN 'township_head' THEN 'township'
            WHEN 'bureau_head' THEN 'bureau'
            WHEN 'mayor' THEN 'leading_group'
            ELSE p.duty END
        AND (p.duty <> 'class_teacher'
            OR (p.grade = e.grade AND p.class = e.class))
        AND p.from_date <= date('now', '+8 hours')
        AND (p.to_date IS NULL OR p.to_date > date('now', '+8 hours'))
    WHERE s.id = dropout_case.student_id ORDER BY p.id LIMIT 1)
WHERE state NOT IN ('closed', 'dismissed');
