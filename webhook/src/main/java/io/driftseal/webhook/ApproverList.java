package io.driftseal.webhook;

import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * The list of approvers as its file has it, read again when the file changes: a revoked key must
 * stop counting without a restart. A file that cannot be read at the start keeps us from starting;
 * later the last good list stays, and health says so.
 */
final class ApproverList {
    private final Optional<Path> file;
    private volatile Optional<ApproverRing> approvers;
    private volatile Optional<String> failure = Optional.empty();
    private FileTime seen = FileTime.fromMillis(0);

    private ApproverList(Optional<Path> file, Optional<ApproverRing> approvers) {
        this.file = file;
        this.approvers = approvers;
    }

    /**
     * @param file empty lists nobody
     */
    static ApproverList open(Optional<Path> file) throws KeyFileException {
        Optional<ApproverRing> approvers =
                file.isPresent()
                        ? Optional.of(ApproverFiles.readRing(file.get()))
                        : Optional.empty();
        return new ApproverList(file, approvers);
    }

    Optional<ApproverRing> approvers() {
        return approvers;
    }

    /** Keys that count, for a gauge. */
    long counting() {
        return approvers.stream()
                .flatMap(ring -> ring.keys().stream())
                .filter(key -> key.revokedAt().isEmpty())
                .count();
    }

    /** Why the file is not the list that counts; empty if it is. */
    Optional<String> failure() {
        return failure;
    }

    /** Reads the file if it changed. */
    void reloadIfChanged() {
        if (file.isEmpty()) {
            return;
        }
        try {
            FileTime changed = Files.getLastModifiedTime(file.get());
            if (!changed.equals(seen)) {
                approvers = Optional.of(ApproverFiles.readRing(file.get()));
                seen = changed;
            }
            failure = Optional.empty();
        } catch (IOException | KeyFileException e) {
            failure = Optional.of("the list of approvers cannot be read; the last one counts");
        }
    }
}
