-- 督导: a visit of inspection to a unit, its check sheet, what was found, and what
-- the unit has to put right by when.  The items of the sheet are a table in
-- src/domain/inspection.c, the steps in src/domain/inspection_action.c and
-- rectification.c.
CREATE TABLE inspection (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('regular', 'special')),
    unit TEXT NOT NULL REFERENCES unit (code),      -- that is inspected
    inspector TEXT NOT NULL REFERENCES unit (code), -- 督导室; of schools, the bureau
    planned_on TEXT NOT NULL,
    purpose BLOB,                    -- sealed
    state TEXT NOT NULL DEFAULT 'planned'
        CHECK (state IN ('planned', 'open', 'closed', 'cancelled')),
    held_on TEXT,
    experience BLOB,                 -- sealed; 总结经验
    shortcomings BLOB,               -- sealed; 指出不足
    reason BLOB,                     -- sealed; of a change of date, of giving up
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    CHECK ((held_on IS NOT NULL) = (state IN ('open', 'closed')))
) STRICT;
CREATE INDEX inspection_unit ON inspection (unit, held_on);
CREATE INDEX inspection_waits ON inspection (inspector, planned_on)
    WHERE state IN ('planned', 'open');

CREATE TABLE inspection_answer (
    id INTEGER PRIMARY KEY,
    inspection_id INTEGER NOT NULL REFERENCES inspection (id),
    item TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('yes', 'no', 'none')),
    note BLOB,                       -- sealed
    UNIQUE (inspection_id, item)
) STRICT;

-- What the data said of the unit on the day of the visit.
CREATE TABLE inspection_figure (
    id INTEGER PRIMARY KEY,
    inspection_id INTEGER NOT NULL REFERENCES inspection (id),
    item TEXT NOT NULL,
    numerator INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    UNIQUE (inspection_id, item)
) STRICT;

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    inspection_id INTEGER NOT NULL REFERENCES inspection (id),
    item TEXT,                       -- of the sheet; NULL: beside it
    detail BLOB NOT NULL,            -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX finding_inspection ON finding (inspection_id);

CREATE TABLE rectification (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES finding (id),
    unit TEXT NOT NULL REFERENCES unit (code),      -- that puts it right
    inspector TEXT NOT NULL REFERENCES unit (code), -- that looks again
    demand BLOB NOT NULL,            -- sealed
    due_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN
        ('open', 'reported', 'returned', 'passed', 'withdrawn')),
    reported_by INTEGER REFERENCES account (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX rectification_finding ON rectification (finding_id);
CREATE INDEX rectification_unit ON rectification (unit, due_on);
CREATE INDEX rectification_waits ON rectification (inspector, due_on)
    WHERE state IN ('open', 'reported', 'returned');

-- Append-only.  due_on is the day that held when the step was taken.
CREATE TABLE rectification_step (
    id INTEGER PRIMARY KEY,
    rectification_id INTEGER NOT NULL REFERENCES rectification (id),
    action TEXT NOT NULL,
    due_on TEXT NOT NULL,
    on_date TEXT NOT NULL,           -- of `at` in the county
    note BLOB,                       -- sealed
    account_id INTEGER NOT NULL REFERENCES account (id),
    unit TEXT NOT NULL REFERENCES unit (code),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX rectification_step_of ON rectification_step (rectification_id, id);

-- Photos and papers of a finding, or of a step of a rectification.
CREATE TABLE supervision_evidence (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER REFERENCES finding (id),
    step_id INTEGER REFERENCES rectification_step (id),
    kind TEXT NOT NULL,
    attachment_id INTEGER NOT NULL REFERENCES attachment (id),
    CHECK ((finding_id IS NULL) <> (step_id IS NULL))
) STRICT;
CREATE INDEX supervision_evidence_finding ON supervision_evidence (finding_id)
    WHERE finding_id IS NOT NULL;
CREATE INDEX supervision_evidence_step ON supervision_evidence (step_id)
    WHERE step_id IS NOT NULL;
CREATE INDEX supervision_evidence_attachment
    ON supervision_evidence (attachment_id);
