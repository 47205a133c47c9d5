-- The scanner's durable state. One file, one writing process, WAL, synchronous=FULL.
-- Times are epoch nanoseconds, UTC. Ids are the contract's own (dec-, fnd-, inc-, pln-).

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The chain. record_key is unique: a record that is delivered twice is kept once. It is the record's
-- id, and for decisions id and digest, because a stamp and its verification share one decision id.
CREATE TABLE evidence (
    sequence   INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
    record_key TEXT    NOT NULL UNIQUE,
    type       TEXT    NOT NULL,
    time       INTEGER NOT NULL,
    hash       TEXT    NOT NULL UNIQUE,
    line       TEXT    NOT NULL
) STRICT;

CREATE TRIGGER evidence_is_not_updated BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END;

CREATE TRIGGER evidence_is_not_deleted BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END;

-- INSERT OR REPLACE would delete the row in its way without asking the trigger above.
CREATE TRIGGER evidence_is_appended BEFORE INSERT ON evidence
WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM evidence)
    OR EXISTS (SELECT 1 FROM evidence WHERE record_key = NEW.record_key OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END;

CREATE TABLE evidence_checkpoint (
    sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
    time     INTEGER NOT NULL,
    line     TEXT    NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_is_not_updated BEFORE UPDATE ON evidence_checkpoint
BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END;

CREATE TRIGGER checkpoint_is_not_deleted BEFORE DELETE ON evidence_checkpoint
BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END;

CREATE TRIGGER checkpoint_is_appended BEFORE INSERT ON evidence_checkpoint
WHEN EXISTS (SELECT 1 FROM evidence_checkpoint WHERE sequence >= NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'evidence is append only'); END;

-- Where to find a decision in the chain; the body is kept once, there.
CREATE TABLE decision (
    sequence           INTEGER NOT NULL PRIMARY KEY REFERENCES evidence (sequence),
    decision_id        TEXT    NOT NULL,
    workload_uid       TEXT    NOT NULL,
    configuration_hash TEXT    NOT NULL,
    has_form           INTEGER NOT NULL CHECK (has_form IN (0, 1)),
    time               INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_by_id ON decision (decision_id, sequence);
CREATE INDEX decision_by_workload ON decision (workload_uid, sequence) WHERE workload_uid <> '';
CREATE INDEX decision_by_form ON decision (configuration_hash, sequence) WHERE has_form = 1;

CREATE TABLE finding (
    finding_id   TEXT    NOT NULL PRIMARY KEY,
    sequence     INTEGER NOT NULL REFERENCES evidence (sequence),
    workload_uid TEXT    NOT NULL,
    reason       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stamp_sighting (
    workload_uid TEXT    NOT NULL PRIMARY KEY,
    decision_id  TEXT    NOT NULL,
    stamp_sha256 TEXT    NOT NULL,
    issued_at    INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stamp_sighting_by_decision ON stamp_sighting (decision_id, seen_at);

CREATE TABLE verdict (
    workload_uid TEXT    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    namespace    TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    conclusion   TEXT    NOT NULL CHECK (conclusion IN ('clean', 'drifted', 'unknown')),
    detail       TEXT    NOT NULL,
    observed     TEXT    NOT NULL,
    time         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_by_place ON verdict (namespace, kind, name);

CREATE TABLE incident (
    incident_id  TEXT    NOT NULL PRIMARY KEY,
    workload_uid TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('open', 'resolved')),
    opened_at    INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    body         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_by_workload ON incident (workload_uid, state, opened_at);
CREATE INDEX incident_by_time ON incident (state, opened_at);

-- Counted apart, so that retention of resolved incidents does not change the count.
CREATE TABLE incident_episode (
    workload_uid TEXT    NOT NULL PRIMARY KEY,
    resolved     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE first_sight (
    subject TEXT NOT NULL PRIMARY KEY,
    value   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
    workload_uid TEXT    NOT NULL PRIMARY KEY,
    cause        TEXT    NOT NULL,
    time         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- position is the order of delivery; AUTOINCREMENT so that it is never used twice.
CREATE TABLE outbox (
    position        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    message_id      TEXT    NOT NULL UNIQUE,
    destination     TEXT    NOT NULL,
    dedup_key       TEXT    NOT NULL,
    body            TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts        INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    last_error      TEXT    NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (destination, dedup_key, position) WHERE state = 'pending';
CREATE INDEX outbox_done ON outbox (state, position) WHERE state <> 'pending';
