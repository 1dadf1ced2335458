-- Paper may lie there as soon as bytes have left: a second piece of paper of one kind
-- for one ticket must carry the mark "BẢN IN LẠI", and the first is never sent again.
ALTER TABLE slips ADD COLUMN kind TEXT NOT NULL DEFAULT 'ticket'
    CHECK (kind IN ('ticket', 'papers', 'return'));
ALTER TABLE slips ADD COLUMN marked INTEGER NOT NULL DEFAULT 0
    CHECK (marked IN (0, 1));
ALTER TABLE slips ADD COLUMN automatic INTEGER NOT NULL DEFAULT 0;
ALTER TABLE slips ADD COLUMN kiosk TEXT NOT NULL DEFAULT '';
ALTER TABLE slips ADD COLUMN fault TEXT; ALTER TABLE slips ADD COLUMN job TEXT;
ALTER TABLE slips ADD COLUMN digest TEXT; ALTER TABLE slips ADD COLUMN answers TEXT;
UPDATE slips SET marked = 1 WHERE copy > 1;
CREATE UNIQUE INDEX one_unmarked_slip ON slips (ref, kind) WHERE marked = 0;
CREATE TRIGGER what_may_lie_there_is_not_sent_again BEFORE UPDATE OF state ON slips
WHEN NEW.state IN ('queued', 'sending', 'blocked')
    AND OLD.state IN ('sent', 'printed', 'unverified', 'unknown')
BEGIN SELECT RAISE(ABORT, 'this slip may lie there already'); END;
CREATE TABLE printers (
    printer TEXT PRIMARY KEY, address TEXT NOT NULL,
    ability TEXT CHECK (ability IN ('full', 'status', 'none')),
    acknowledges TEXT CHECK (acknowledges IN ('id', 'order')),
    fault TEXT CHECK (fault IN ('paper','cover','error','offline','off','silent')),
    near_end INTEGER NOT NULL DEFAULT 0 CHECK (near_end IN (0, 1)),
    used_mm INTEGER NOT NULL DEFAULT 0 CHECK (used_mm >= 0),
    since TEXT NOT NULL, probed_at TEXT, seen_at TEXT NOT NULL) STRICT;
DROP VIEW open_slips; DROP INDEX slips_open;
CREATE INDEX slips_open ON slips (slip)
    WHERE state IN ('queued', 'sending', 'sent', 'blocked');
CREATE VIEW open_slips AS
    SELECT * FROM slips WHERE state IN ('queued', 'sending', 'sent', 'blocked');
CREATE VIEW unprinted_slips AS
    SELECT slips.*, tickets.business_day, tickets.status FROM slips
    JOIN tickets USING (ref) WHERE state IN ('failed', 'unknown') AND NOT EXISTS
        (SELECT 1 FROM slips AS later WHERE later.ref = slips.ref
            AND later.kind = slips.kind AND later.copy > slips.copy);
