package io.driftseal.scanner.store;

import io.driftseal.scanner.incident.StoreException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Why the state cannot be used, with what to do about it. */
public enum StoreFailure {
    CORRUPT("the state file is damaged: stop the scanner and restore the file from a backup"),
    FULL("the disk or the configured maximum size is full: free space or raise the maximum"),
    LOCKED("another process holds the state file: only one scanner may use it"),
    READ_ONLY("the state file cannot be written: check its owner and mode"),
    UNREADABLE("the state file cannot be read or written: check the volume"),
    REJECTED("a statement was rejected: this is a defect, report it with the log");

    private final String sentence;

    StoreFailure(String sentence) {
        this.sentence = sentence;
    }

    /** What to do, in one sentence. */
    public String sentence() {
        return sentence;
    }

    static StoreFailure of(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return UNREADABLE;
        }
        // Extended codes carry the primary one in their low byte.
        int primary = sqlite.getResultCode().code & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_CORRUPT.code
                || primary == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return CORRUPT;
        }
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return FULL;
        }
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code
                || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return LOCKED;
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code) {
            return READ_ONLY;
        }
        if (primary == SQLiteErrorCode.SQLITE_IOERR.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return UNREADABLE;
        }
        return REJECTED;
    }

    StoreException exception(Throwable cause) {
        return new StoreFailureException(this, cause);
    }
}
