-- Was a township's duty done by the 培训意愿 that were handed over to 人社局?
ALTER TABLE duty ADD COLUMN by_training INTEGER NOT NULL DEFAULT 0;
