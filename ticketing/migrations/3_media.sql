-- What the lobby's screen shows beside the calls. Days are the office's own, both
-- included (empty: no bound). A file lies beside the database under its digest.
CREATE TABLE media (
    media INTEGER PRIMARY KEY CHECK (media > 0), position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('picture', 'video', 'notice', 'posting')),
    digest TEXT NOT NULL CHECK ((digest <> '') = (kind IN ('picture', 'video'))),
    title TEXT NOT NULL CHECK (json_valid(title)),
    text TEXT NOT NULL CHECK (json_valid(text)),
    seconds INTEGER NOT NULL CHECK (seconds > 0), zone TEXT NOT NULL,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1))) STRICT;
