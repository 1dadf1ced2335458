-- What a visit may need beyond its number. Nothing here has a default, for the journal
-- of older tickets does not tell of it: nothing said means no.
ALTER TABLE tickets ADD COLUMN appointment INTEGER CHECK (appointment IN (0, 1));
ALTER TABLE tickets ADD COLUMN not_officer TEXT
    CHECK (not_officer IS NULL OR json_valid(not_officer));
ALTER TABLE tickets ADD COLUMN matters TEXT
    CHECK (matters IS NULL OR json_valid(matters));
ALTER TABLE tickets ADD COLUMN origin INTEGER REFERENCES tickets (ref);
ALTER TABLE tickets ADD COLUMN return_until TEXT;
ALTER TABLE tickets ADD COLUMN officer TEXT;
ALTER TABLE tickets ADD COLUMN quiet INTEGER CHECK (quiet IN (0, 1));
ALTER TABLE tickets ADD COLUMN raised INTEGER CHECK (raised IN (0, 1));
-- A number that was voided, or that a day left over, does not use up its slip. One
-- that is left over with a voucher has a slip of its own.
CREATE UNIQUE INDEX one_ticket_for_a_return_slip ON tickets (origin)
    WHERE origin IS NOT NULL
        AND (status NOT IN ('cancelled', 'expired') OR return_until IS NOT NULL);
CREATE INDEX tickets_to_return ON tickets (return_until)
    WHERE return_until IS NOT NULL;
CREATE VIEW to_return AS SELECT * FROM ticket_list WHERE return_until IS NOT NULL;
CREATE VIEW come_backs AS
    SELECT * FROM ticket_list WHERE origin IS NOT NULL
        AND (status NOT IN ('cancelled', 'expired') OR return_until IS NOT NULL);
CREATE INDEX tickets_apart ON tickets (ref)
    WHERE status = 'waiting' AND not_officer IS NOT NULL;
-- Wishes lie among the secrets, for the day's end erases them.
-- Changed ones get a kind of their own ("wishes-120"), for a secret never changes.
CREATE INDEX secrets_wishes ON secrets (ref)
    WHERE kind GLOB 'wishes*' AND value <> '';
CREATE VIEW kept_wishes AS
    SELECT ref, kind, value FROM secrets WHERE kind GLOB 'wishes*' AND value <> '';
CREATE VIEW waiting_wishes AS
    SELECT secrets.ref, secrets.value AS wishes FROM secrets
    CROSS JOIN tickets ON tickets.ref = secrets.ref AND tickets.status = 'waiting'
    WHERE secrets.kind GLOB 'wishes*' AND secrets.value <> '';
CREATE VIEW waiting_apart AS
    SELECT ref FROM tickets
    WHERE status = 'waiting' AND not_officer IS NOT NULL;

ALTER TABLE counters ADD COLUMN low INTEGER CHECK (low IN (0, 1));
ALTER TABLE counters ADD COLUMN helps TEXT
    CHECK (helps IS NULL OR json_valid(helps));
ALTER TABLE counters ADD COLUMN breaks TEXT
    CHECK (breaks IS NULL OR json_valid(breaks));
ALTER TABLE counters ADD COLUMN help_at TEXT;
ALTER TABLE counters ADD COLUMN paused_at TEXT;
-- Lines that it took over until the day's end.
ALTER TABLE counters ADD COLUMN taken TEXT
    CHECK (taken IS NULL OR json_valid(taken));
ALTER TABLE officers ADD COLUMN skills TEXT
    CHECK (skills IS NULL OR json_valid(skills));

-- A program that acts for a person: the page and the program hold one counter.
ALTER TABLE tokens ADD COLUMN officer TEXT REFERENCES officers (name);

-- Small things that are counted and never told one by one.
CREATE TABLE tallies (
    business_day TEXT NOT NULL, counter INTEGER NOT NULL, kind TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (business_day, counter, kind)) STRICT, WITHOUT ROWID;
-- The nine official indicators, where somebody filled in the long form.
CREATE TABLE indicators (
    ref INTEGER PRIMARY KEY REFERENCES tickets (ref),
    answers TEXT NOT NULL CHECK (json_valid(answers)), answered_at TEXT NOT NULL)
    STRICT;
-- For the head of the office alone.
CREATE VIEW rated_visits AS
    SELECT ratings.*, business_day, number, service, counter, officer,
        secrets.value AS comment
    FROM ratings JOIN tickets USING (ref) LEFT JOIN secrets
        ON secrets.ref = ratings.ref AND secrets.kind = 'comment';
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
        AND ready = 0 -- a result that was handed out later tells of a signature
        AND outcome IS NOT 'unclosed' AND business_day IN
        (SELECT business_day FROM days ORDER BY business_day DESC LIMIT 20)
        AND NOT EXISTS (SELECT 1 FROM gaps
            WHERE begun_at < tickets.closed_at AND ended_at > tickets.started_at)
    GROUP BY service;

-- What a supervisor looks at: people passed, somebody given up early or sent to another
-- officer, a line taken over, and the undos, which may have taken such an act back. The office lives at
-- UTC+7 all year.
CREATE INDEX journal_unusual ON journal (date(at, '+7 hours'))
    WHERE what IN ('act undone', 'ticket dropped')
        OR (what IN ('ticket called', 'ticket transferred', 'priority changed')
            AND json_extract(data, '$.overtook') > 0)
        OR (what = 'no-show' AND json_extract(data, '$.early'))
        OR (what = 'counter services changed' AND json_extract(data, '$.unattended'))
        OR (what = 'policy changed' AND json_extract(data, '$.working_day'));
CREATE VIEW unusual AS
    SELECT seq, at, date(at, '+7 hours') AS business_day, what, by, data,
        (SELECT done.at FROM journal AS done
            WHERE done.seq = json_extract(journal.data, '$.undone')) AS undone_at
    FROM journal
    WHERE what IN ('act undone', 'ticket dropped')
        OR (what IN ('ticket called', 'ticket transferred', 'priority changed')
            AND json_extract(data, '$.overtook') > 0)
        OR (what = 'no-show' AND json_extract(data, '$.early'))
        OR (what = 'counter services changed' AND json_extract(data, '$.unattended'))
        OR (what = 'policy changed' AND json_extract(data, '$.working_day'));
