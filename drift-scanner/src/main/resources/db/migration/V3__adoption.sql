-- Which record of the chain is the baseline of which live workload; the body is kept once, there.
CREATE TABLE baseline (
    workload_uid TEXT NOT NULL PRIMARY KEY,
    record_key   TEXT NOT NULL REFERENCES evidence (record_key)
) STRICT, WITHOUT ROWID;

-- A fourth verdict. A check cannot be altered, so the table is made anew.
CREATE TABLE verdict_with_adopted (
    workload_uid TEXT    NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    namespace    TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    conclusion   TEXT    NOT NULL CHECK (conclusion IN ('clean', 'adopted', 'drifted', 'unknown')),
    detail       TEXT    NOT NULL,
    observed     TEXT    NOT NULL,
    time         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO verdict_with_adopted
SELECT workload_uid, kind, namespace, name, conclusion, detail, observed, time FROM verdict;
DROP TABLE verdict;
ALTER TABLE verdict_with_adopted RENAME TO verdict;
CREATE INDEX verdict_by_place ON verdict (namespace, kind, name);
