-- What an officer served, newest first, on the phone and on its successor.
CREATE INDEX service_account ON service (account_id, id);
