-- Where to find an amendment in the chain; the body is kept once, there.
CREATE TABLE amendment (
    sequence     INTEGER NOT NULL PRIMARY KEY REFERENCES evidence (sequence),
    amendment_id TEXT    NOT NULL,
    workload_uid TEXT    NOT NULL
) STRICT;
CREATE INDEX amendment_by_workload ON amendment (workload_uid, sequence);
CREATE INDEX amendment_by_id ON amendment (amendment_id);
