-- Photos of a visit, by the UUID under which the phone uploads each: the visit may
-- come first, for it is small and a photo is not.  A correction names the photos
-- that stay; those of the visit that it corrects stay with that one.
CREATE TABLE survey_photo (
    id INTEGER PRIMARY KEY,
    visit_id INTEGER NOT NULL REFERENCES survey_visit (id),
    upload TEXT NOT NULL,
    attachment_id INTEGER REFERENCES attachment (id), -- NULL: still on its way
    UNIQUE (visit_id, upload)
) STRICT;
CREATE INDEX survey_photo_upload ON survey_photo (upload);
CREATE INDEX survey_photo_attachment ON survey_photo (attachment_id)
    WHERE attachment_id IS NOT NULL;
CREATE INDEX survey_photo_awaited ON survey_photo (visit_id)
    WHERE attachment_id IS NULL;

-- A service goes through the phone's queue as a visit does: its picture by the UUID
-- of the upload, and its number on the phone that it came from.
ALTER TABLE service ADD COLUMN picture TEXT;
ALTER TABLE service ADD COLUMN device TEXT;
ALTER TABLE service ADD COLUMN sequence INTEGER;
CREATE INDEX service_device ON service (account_id, device, sequence)
    WHERE device IS NOT NULL;
