package io.driftseal.evidence.spool;

/** What became of a record given to a spool. */
public sealed interface AppendResult {

    /** On disk: it survives the process and the machine's power. */
    record Stored() implements AppendResult {}

    /** Not kept; counted, and the workload it concerns will be named in a gap. */
    record Refused(Cause cause) implements AppendResult {}

    enum Cause {
        /** The bound in bytes is reached. */
        FULL,
        /** The record alone is larger than a record may be. */
        TOO_LARGE,
        /** The disk refused. */
        DISK
    }
}
