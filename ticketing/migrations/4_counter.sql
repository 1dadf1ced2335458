-- What a visit may need beyond its number. Nothing here has a default, for the journal
-- of older tickets does not tell of it: nothing said means no.
ALTER TABLE tickets ADD COLUMN appointment INTEGER CHECK (appointment IN (0, 1));
ALTER TABLE tickets ADD COLUMN not_officer TEXT;
ALTER TABLE tickets ADD COLUMN matters TEXT
    CHECK (matters IS NULL OR json_valid(matters));
ALTER TABLE tickets ADD COLUMN origin INTEGER REFERENCES tickets (ref);
ALTER TABLE tickets ADD COLUMN return_until TEXT;
CREATE UNIQUE INDEX one_ticket_for_a_return_slip ON tickets (origin)
    WHERE origin IS NOT NULL AND status <> 'cancelled';
CREATE INDEX tickets_to_return ON tickets (return_until)
    WHERE return_until IS NOT NULL;
CREATE INDEX tickets_apart ON tickets (ref)
    WHERE status = 'waiting' AND not_officer IS NOT NULL;
-- Wishes lie among the secrets, for the day's end erases them.
CREATE INDEX secrets_wishes ON secrets (ref) WHERE kind = 'wishes' AND value <> '';
CREATE VIEW kept_wishes AS
    SELECT ref, kind FROM secrets WHERE kind = 'wishes' AND value <> '';
CREATE VIEW waiting_wishes AS
    SELECT secrets.ref, tickets.service, secrets.value AS wishes FROM secrets
    CROSS JOIN tickets ON tickets.ref = secrets.ref AND tickets.status = 'waiting'
    WHERE secrets.kind = 'wishes' AND secrets.value <> '';
CREATE VIEW waiting_apart AS
    SELECT ref, not_officer FROM tickets
    WHERE status = 'waiting' AND not_officer IS NOT NULL;

ALTER TABLE counters ADD COLUMN low INTEGER CHECK (low IN (0, 1));
ALTER TABLE counters ADD COLUMN helps TEXT
    CHECK (helps IS NULL OR json_valid(helps));
ALTER TABLE counters ADD COLUMN breaks TEXT
    CHECK (breaks IS NULL OR json_valid(breaks));
ALTER TABLE counters ADD COLUMN help_at TEXT;
ALTER TABLE officers ADD COLUMN skills TEXT
    CHECK (skills IS NULL OR json_valid(skills));

-- Small things that are counted and never told one by one.
CREATE TABLE tallies (
    business_day TEXT NOT NULL, counter INTEGER NOT NULL, kind TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (business_day, counter, kind)) STRICT, WITHOUT ROWID;
-- The nine official indicators, where somebody filled in the long form.
CREATE TABLE indicators (
    ref INTEGER PRIMARY KEY REFERENCES tickets (ref),
    answers TEXT NOT NULL CHECK (json_valid(answers)), answered_at TEXT NOT NULL)
    STRICT;
-- When the power was gone: what lasted through it teaches nothing.
CREATE TABLE gaps (
    gap INTEGER PRIMARY KEY, begun_at TEXT NOT NULL, ended_at TEXT NOT NULL,
    CHECK (begun_at < ended_at)) STRICT;
DROP VIEW learned;
CREATE VIEW learned AS
    SELECT service, count(*) AS visits, sum(min(7200.0,
        (julianday(closed_at) - julianday(started_at)) * 86400)) AS seconds
    FROM tickets
    WHERE status = 'served' AND started_at IS NOT NULL
        AND outcome IS NOT 'unclosed' AND business_day IN
        (SELECT business_day FROM days ORDER BY business_day DESC LIMIT 20)
        AND NOT EXISTS (SELECT 1 FROM gaps
            WHERE begun_at < tickets.closed_at AND ended_at > tickets.started_at)
    GROUP BY service;
