-- Since when a counter waits armed. A touch of its officer moves the end, and not the
-- turn: whoever was armed first gets the first arrival.
ALTER TABLE counters ADD COLUMN armed_at TEXT;
