package io.driftseal.evidence.spool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was lost since the last gap record was spooled. Its scope only widens: workloads one by one,
 * then their namespaces, then everything. It is written to disk when the scope widens, so a gap
 * survives a crash, though its count may then be too low.
 */
final class GapLedger {

    static final int MAXIMUM_WORKLOADS = 128;
    static final int MAXIMUM_NAMESPACES = 64;

    private static final String FILE = "gap.json";

    private final Path directory;
    private final Supplier<String> ids;
    private @Nullable RecordGap open;

    /**
     * @param ids of new gaps
     */
    GapLedger(Path directory, Supplier<String> ids) throws IOException {
        this.directory = directory;
        this.ids = ids;
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            try {
                if (RecordCodec.read(Files.readAllBytes(file)).body() instanceof RecordGap gap) {
                    open = gap;
                }
            } catch (MalformedRecordException e) {
                throw new IOException("file " + FILE + " is damaged; delete it to lose the gap", e);
            }
        }
    }

    Optional<RecordGap> open() {
        return Optional.ofNullable(open);
    }

    /** A record was lost. */
    void add(EvidenceRecord lost, Instant now) {
        switch (lost) {
            case DecisionRecord decision -> add(decision.workload(), now);
            case AmendmentRecord amendment -> add(amendment.workload(), now);
            case BaselineRecord baseline -> add(baseline.workload(), now);
            case FindingRecord finding -> add(finding.workload(), now);
            case ResponsePlan plan -> add(plan.workload(), now);
            case ResponseOutcome _ -> addEverything(now);
            case RecordGap gap -> widen(gap, now);
        }
    }

    /** It is not known what was lost. */
    void addEverything(Instant now) {
        widen(gap(now, List.of(), List.of(), true), now);
    }

    /** The gap stands in a segment now. */
    void clear() throws IOException {
        open = null;
        Files.deleteIfExists(directory.resolve(FILE));
    }

    private void add(WorkloadReference workload, Instant now) {
        widen(gap(now, List.of(workload), List.of(), false), now);
    }

    private RecordGap gap(
            Instant now,
            List<WorkloadReference> workloads,
            List<String> namespaces,
            boolean everything) {
        String id = open == null ? ids.get() : open.gapId();
        return new RecordGap(id, now, now, 1, workloads, namespaces, everything);
    }

    private void widen(RecordGap added, Instant now) {
        RecordGap before = open;
        RecordGap after = before == null ? added : union(before, added, now);
        open = after;
        if (before == null || !sameScope(before, after)) {
            try {
                write(after);
            } catch (IOException e) {
                // The disk refuses: the gap is still delivered while this process lives.
                return;
            }
        }
    }

    private static boolean sameScope(RecordGap one, RecordGap other) {
        return one.everything() == other.everything()
                && one.namespaces().equals(other.namespaces())
                && one.workloads().equals(other.workloads());
    }

    private static RecordGap union(RecordGap one, RecordGap other, Instant now) {
        var workloads = new java.util.LinkedHashSet<>(one.workloads());
        SortedSet<String> namespaces = new TreeSet<>(one.namespaces());
        namespaces.addAll(other.namespaces());
        for (WorkloadReference workload : other.workloads()) {
            if (!namespaces.contains(workload.namespace())) {
                workloads.add(workload);
            }
        }
        if (workloads.size() > MAXIMUM_WORKLOADS) {
            workloads.forEach(workload -> namespaces.add(workload.namespace()));
            workloads.clear();
        }
        boolean everything =
                one.everything() || other.everything() || namespaces.size() > MAXIMUM_NAMESPACES;
        return new RecordGap(
                one.gapId(),
                one.time(),
                now,
                one.lost() + other.lost(),
                everything ? List.of() : List.copyOf(workloads),
                everything ? List.of() : List.copyOf(namespaces),
                everything);
    }

    private void write(RecordGap gap) throws IOException {
        Path draft = directory.resolve(FILE + ".new");
        try (FileChannel channel = FileChannel.open(draft, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(RecordCodec.write(RecordEnvelope.of(gap)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, directory.resolve(FILE), ATOMIC_MOVE);
        SegmentStore.forceDirectory(directory);
    }
}
