-- 户籍变动 of committed lists whose day has not come.

CREATE TABLE register_waiting (
    roster_id INTEGER PRIMARY KEY REFERENCES roster_row (id),
    import_id INTEGER NOT NULL REFERENCES import (id),
    on_date TEXT NOT NULL
) STRICT;
CREATE INDEX register_waiting_date ON register_waiting (on_date);
