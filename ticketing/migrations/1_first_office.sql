CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY CHECK (seq > 0),
    at TEXT NOT NULL, what TEXT NOT NULL, by TEXT NOT NULL, device TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data)),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END;
CREATE TRIGGER journal_time_never_falls BEFORE INSERT ON journal
WHEN NEW.at < (SELECT at FROM journal ORDER BY seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'the journal goes forward in time'); END;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_never_forgets BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE secrets (
    ref INTEGER NOT NULL, kind TEXT NOT NULL,
    value TEXT NOT NULL, salt TEXT NOT NULL,
    PRIMARY KEY (ref, kind)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX secrets_ids ON secrets (value) WHERE kind = 'id' AND value <> '';

CREATE TABLE checkpoints (seq INTEGER PRIMARY KEY,
    since TEXT NOT NULL, state BLOB NOT NULL) STRICT;
CREATE TABLE refusals (at TEXT NOT NULL,
    who TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL) STRICT;

CREATE TABLE office (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    profile TEXT NOT NULL CHECK (json_valid(profile)),
    notice TEXT NOT NULL CHECK (json_valid(notice)),
    paused TEXT NOT NULL CHECK (json_valid(paused))
) STRICT;
CREATE TABLE policy (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    rules TEXT NOT NULL CHECK (json_valid(rules))) STRICT;
CREATE TABLE services (
    code TEXT PRIMARY KEY, series TEXT NOT NULL UNIQUE CHECK (length(series) = 1),
    position INTEGER NOT NULL, active INTEGER NOT NULL CHECK (active IN (0, 1)),
    profile TEXT NOT NULL CHECK (json_valid(profile))
) STRICT;
CREATE TABLE procedures (
    ref INTEGER PRIMARY KEY, code TEXT NOT NULL, field TEXT NOT NULL,
    service TEXT NOT NULL REFERENCES services (code),
    posted INTEGER NOT NULL CHECK (posted IN (0, 1)),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    sheet TEXT NOT NULL CHECK (json_valid(sheet))
) STRICT;
CREATE TABLE counters (
    counter INTEGER PRIMARY KEY CHECK (counter > 0),
    name TEXT NOT NULL CHECK (json_valid(name)),
    zone TEXT NOT NULL, services TEXT NOT NULL CHECK (json_valid(services)),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    open INTEGER NOT NULL CHECK (open IN (0, 1)),
    officer TEXT, holder TEXT, opened_at TEXT, paused TEXT, armed_until TEXT,
    seq INTEGER NOT NULL,
    CHECK (open = 1 OR (holder IS NULL AND paused IS NULL AND armed_until IS NULL))
) STRICT;

CREATE TABLE days (business_day TEXT PRIMARY KEY,
    opened_at TEXT NOT NULL, closed_at TEXT) STRICT;
CREATE TABLE series (
    business_day TEXT NOT NULL, series TEXT NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (business_day, series)) STRICT, WITHOUT ROWID;
CREATE TABLE tickets (
    ref INTEGER PRIMARY KEY,
    business_day TEXT NOT NULL REFERENCES days (business_day),
    series TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    number TEXT NOT NULL CHECK (number = series || printf('%03d', ordinal)),
    service TEXT NOT NULL REFERENCES services (code),
    procedure INTEGER REFERENCES procedures (ref),
    status TEXT NOT NULL CHECK (status IN ('waiting', 'called', 'serving', 'parked',
        'missed', 'served', 'cancelled', 'expired')),
    place TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority IN (0, 1)),
    language TEXT NOT NULL, dossiers INTEGER NOT NULL CHECK (dossiers >= 0),
    purpose TEXT, device TEXT NOT NULL,
    only_counter INTEGER REFERENCES counters (counter),
    counter INTEGER REFERENCES counters (counter),
    calls INTEGER NOT NULL, call_seq INTEGER,
    issued_at TEXT NOT NULL, first_called_at TEXT, called_at TEXT, recalled_at TEXT,
    started_at TEXT, missed_at TEXT, closed_at TEXT, parked_for TEXT,
    ready INTEGER NOT NULL CHECK (ready IN (0, 1)),
    rejoins INTEGER NOT NULL, delays INTEGER NOT NULL, outcome TEXT,
    rated INTEGER NOT NULL CHECK (rated IN (0, 1)), seq INTEGER NOT NULL,
    UNIQUE (business_day, series, ordinal),
    UNIQUE (business_day, number),
    CHECK (status NOT IN ('called', 'serving') OR counter IS NOT NULL),
    CHECK (status <> 'waiting' OR counter IS NULL)
) STRICT;
CREATE UNIQUE INDEX one_ticket_at_a_counter ON tickets (counter)
    WHERE status IN ('called', 'serving');
CREATE INDEX tickets_in_line ON tickets (service, place, ref)
    WHERE status = 'waiting';
CREATE INDEX tickets_sent ON tickets (only_counter)
    WHERE status = 'waiting' AND only_counter IS NOT NULL;
CREATE INDEX tickets_by_status ON tickets (status, business_day);
CREATE INDEX tickets_by_call ON tickets (business_day, call_seq)
    WHERE call_seq IS NOT NULL;
-- How long each line is, kept by the database itself: counting a long line at every
-- issue would cost more than the issue.
CREATE TABLE line_lengths (
    service TEXT PRIMARY KEY REFERENCES services (code),
    waiting INTEGER NOT NULL CHECK (waiting >= 0)) STRICT, WITHOUT ROWID;
CREATE TRIGGER line_grows_by_a_new_ticket AFTER INSERT ON tickets
WHEN NEW.status = 'waiting'
BEGIN
    INSERT INTO line_lengths VALUES (NEW.service, 1)
    ON CONFLICT (service) DO UPDATE SET waiting = waiting + 1;
END;
CREATE TRIGGER line_follows_a_ticket AFTER UPDATE OF status, service ON tickets
WHEN OLD.status = 'waiting' OR NEW.status = 'waiting'
BEGIN
    UPDATE line_lengths SET waiting = waiting - 1
    WHERE service = OLD.service AND OLD.status = 'waiting';
    INSERT INTO line_lengths SELECT NEW.service, 1 WHERE NEW.status = 'waiting'
    ON CONFLICT (service) DO UPDATE SET waiting = waiting + 1;
END;
CREATE TABLE ratings (
    ref INTEGER PRIMARY KEY REFERENCES tickets (ref),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
    reasons TEXT NOT NULL CHECK (json_valid(reasons)),
    channel TEXT NOT NULL, rated_at TEXT NOT NULL) STRICT;
CREATE TABLE undo (
    counter INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at TEXT NOT NULL,
    rows TEXT NOT NULL CHECK (json_valid(rows))) STRICT;
CREATE TABLE slips (
    slip INTEGER PRIMARY KEY,
    ref INTEGER NOT NULL REFERENCES tickets (ref), copy INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'printed',
        'unverified', 'blocked', 'unknown', 'failed', 'cancelled')),
    payload TEXT NOT NULL CHECK (json_valid(payload)), queued_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, retry_at TEXT, marked_at TEXT, error TEXT,
    UNIQUE (ref, copy)) STRICT;
CREATE INDEX slips_open ON slips (slip)
    WHERE state IN ('queued', 'sending', 'blocked');
CREATE TABLE idempotency (
    actor TEXT NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    answer TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (actor, path, key)) STRICT, WITHOUT ROWID;

-- What is read often, named: the literals let the planner use the partial indexes.
CREATE VIEW ticket_list AS
    SELECT tickets.*, secrets.value AS id FROM tickets
    LEFT JOIN secrets ON secrets.ref = tickets.ref AND secrets.kind = 'id';
CREATE VIEW last_ticket AS SELECT ref FROM tickets ORDER BY ref DESC LIMIT 1;
CREATE VIEW in_line AS
    SELECT ref, number, service, place, only_counter, priority, issued_at
    FROM tickets WHERE status = 'waiting';
CREATE VIEW oldest_waiting AS
    SELECT service, min(issued_at) AS issued_at
    FROM tickets WHERE status = 'waiting' GROUP BY service;
CREATE VIEW at_counters AS
    SELECT * FROM ticket_list WHERE status IN ('called', 'serving');
CREATE VIEW calls AS SELECT * FROM tickets WHERE call_seq IS NOT NULL;
CREATE VIEW learned AS
    SELECT service, count(*) AS visits, sum(min(7200.0,
        (julianday(closed_at) - julianday(started_at)) * 86400)) AS seconds
    FROM tickets
    WHERE status = 'served' AND started_at IS NOT NULL
        AND outcome IS NOT 'unclosed' AND business_day IN
        (SELECT business_day FROM days ORDER BY business_day DESC LIMIT 20)
    GROUP BY service;
CREATE VIEW open_slips AS
    SELECT * FROM slips WHERE state IN ('queued', 'sending', 'blocked');

CREATE TABLE officers (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('helper', 'officer', 'supervisor',
        'administrator', 'auditor')),
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE TABLE pins (
    name TEXT PRIMARY KEY REFERENCES officers (name),
    pin TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, locked_until TEXT
) STRICT;
CREATE TABLE sign_ins (
    hash TEXT PRIMARY KEY, name TEXT NOT NULL, counter INTEGER,
    at TEXT NOT NULL, ended_at TEXT) STRICT;
CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('kiosk', 'display', 'printer', 'tablet',
        'helper', 'officer', 'supervisor', 'administrator', 'auditor')),
    counter INTEGER, name TEXT NOT NULL, at TEXT NOT NULL, ended_at TEXT
) STRICT;
