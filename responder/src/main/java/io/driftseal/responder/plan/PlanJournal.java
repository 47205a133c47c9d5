package io.driftseal.responder.plan;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.responder.action.Budget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Plans and how far they are, on disk before anybody is told: a plan that was acknowledged is
 * carried out after a kill -9 too, and a step that may already have had its effect is known as
 * such. An append-only file, rewritten at start without what is settled and old.
 */
public final class PlanJournal implements AutoCloseable, Budget.Ledger {

    /** What became of a plan that was sent to us. */
    public enum Acceptance {
        ACCEPTED,
        /** It was accepted before, perhaps carried out: nothing more is done. */
        KNOWN,
        /** As many plans as we hold are not settled: the sender keeps it and tries again. */
        FULL
    }

    /** How long a settled plan can be taken back, and its repetition is recognised. */
    private static final Duration RETENTION = Duration.ofDays(7);

    /** The lock is held as long as the journal is open. */
    private record Channels(FileChannel lock, FileChannel journal) {}

    /** What the file holds. */
    private record Contents(Map<String, PlanState> states, List<Budget.Spending> spendings) {

        static Contents empty() {
            return new Contents(new LinkedHashMap<>(), new ArrayList<>());
        }

        /** Memory is bounded by what is open and a week of the rest; the file by the next start. */
        void forgetBefore(Instant oldest) {
            states.values()
                    .removeIf(state -> state.settled() && state.plan().time().isBefore(oldest));
            spendings.removeIf(spending -> spending.time().isBefore(oldest));
        }
    }

    private static final String FILE = "plans.jsonl";

    private final Clock clock;
    private final int maximumOpen;
    private final Channels channels;
    private final Contents contents;
    private final Map<String, PlanState> states;
    private boolean broken;

    private PlanJournal(Channels channels, Contents contents, int maximumOpen, Clock clock) {
        this.channels = channels;
        this.contents = contents;
        this.states = contents.states();
        this.maximumOpen = maximumOpen;
        this.clock = clock;
    }

    /**
     * Opens the journal of a directory, which is made if it is not there.
     *
     * @param maximumOpen plans that are not settled, at most
     * @throws IOException when it cannot be read and written, or another process has it
     */
    public static PlanJournal open(Path directory, int maximumOpen, Clock clock)
            throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
        if (!locked(lock)) {
            lock.close();
            throw new IOException("another process has " + directory + "; give each its own");
        }
        Path file = directory.resolve(FILE);
        Contents contents = Files.exists(file) ? read(file) : Contents.empty();
        contents.forgetBefore(clock.instant().minus(RETENTION));
        Path draft = directory.resolve(FILE + ".new");
        try (FileChannel written = FileChannel.open(draft, CREATE, WRITE, TRUNCATE_EXISTING)) {
            for (PlanState state : contents.states().values()) {
                for (JournalEntry entry : entries(state)) {
                    writeFully(written, entry.line());
                }
            }
            for (Budget.Spending spending : contents.spendings()) {
                writeFully(written, new JournalEntry.Spent(spending).line());
            }
            written.force(true);
        }
        Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
        FileChannel channel = FileChannel.open(file, CREATE, WRITE, APPEND);
        return new PlanJournal(new Channels(lock, channel), contents, maximumOpen, clock);
    }

    /** Keeps a plan; when this returns ACCEPTED it is on disk. */
    public synchronized Acceptance accept(ResponsePlan plan) throws IOException {
        if (states.containsKey(plan.planId())) {
            return Acceptance.KNOWN;
        }
        if (open() >= maximumOpen) {
            return Acceptance.FULL;
        }
        append(new JournalEntry.Accepted(plan));
        states.put(plan.planId(), PlanState.accepted(plan));
        return Acceptance.ACCEPTED;
    }

    /** A step is about to have its effect. */
    public void started(String planId, int step) throws IOException {
        change(planId, new JournalEntry.Started(planId, step), state -> state.withStarted(step));
    }

    /** The outcome of a step is on disk. */
    public void finished(String planId, int step) throws IOException {
        change(planId, new JournalEntry.Finished(planId, step), state -> state.withFinished(step));
    }

    public void undoRequested(String planId) throws IOException {
        change(planId, new JournalEntry.UndoRequested(planId), PlanState::withUndoRequested);
    }

    public void undone(String planId) throws IOException {
        change(planId, new JournalEntry.Undone(planId), PlanState::withUndone);
    }

    @Override
    public synchronized void spent(Budget.Spending spending) throws IOException {
        append(new JournalEntry.Spent(spending));
        contents.spendings().add(spending);
    }

    @Override
    public synchronized List<Budget.Spending> spendings() {
        return List.copyOf(contents.spendings());
    }

    public synchronized Optional<PlanState> find(String planId) {
        return Optional.ofNullable(states.get(planId));
    }

    /** Plans with something left to do, oldest first. */
    public synchronized List<PlanState> unsettled() {
        return states.values().stream().filter(state -> !state.settled()).toList();
    }

    /** How many plans have something left to do. */
    public synchronized int open() {
        return (int) states.values().stream().filter(state -> !state.settled()).count();
    }

    @Override
    public synchronized void close() throws IOException {
        channels.journal().close();
        channels.lock().close();
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private synchronized void change(
            String planId, JournalEntry entry, UnaryOperator<PlanState> change) throws IOException {
        PlanState state = states.get(planId);
        if (state == null) {
            throw new IllegalArgumentException("no plan " + planId);
        }
        append(entry);
        states.put(planId, change.apply(state));
        contents.forgetBefore(clock.instant().minus(RETENTION));
    }

    private void append(JournalEntry entry) throws IOException {
        if (broken) {
            throw new IOException("the journal could not be written before; restart the service");
        }
        try {
            writeFully(channels.journal(), entry.line());
            channels.journal().force(false);
        } catch (IOException e) {
            // Half a line may stand there; another behind it would make the file unreadable.
            broken = true;
            throw e;
        }
    }

    private static Contents read(Path file) throws IOException {
        Contents contents = Contents.empty();
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                byte[] line = Arrays.copyOfRange(bytes, start, i);
                try {
                    replay(contents, JournalEntry.of(line));
                } catch (IllegalArgumentException e) {
                    throw new IOException(
                            "the journal " + file + " is damaged at byte " + start, e);
                }
                start = i + 1;
            }
        }
        // What follows the last line end was being written when the process died: nobody was told.
        return contents;
    }

    private static void replay(Contents contents, JournalEntry entry) {
        Map<String, PlanState> states = contents.states();
        switch (entry) {
            case JournalEntry.Accepted(ResponsePlan plan) ->
                    states.putIfAbsent(plan.planId(), PlanState.accepted(plan));
            case JournalEntry.Started(String id, int step) ->
                    states.computeIfPresent(id, (_, state) -> state.withStarted(step));
            case JournalEntry.Finished(String id, int step) ->
                    states.computeIfPresent(id, (_, state) -> state.withFinished(step));
            case JournalEntry.UndoRequested(String id) ->
                    states.computeIfPresent(id, (_, state) -> state.withUndoRequested());
            case JournalEntry.Undone(String id) ->
                    states.computeIfPresent(id, (_, state) -> state.withUndone());
            case JournalEntry.Spent(Budget.Spending spending) -> contents.spendings().add(spending);
        }
    }

    private static List<JournalEntry> entries(PlanState state) {
        String id = state.plan().planId();
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(new JournalEntry.Accepted(state.plan()));
        if (state.started() > 0) {
            entries.add(new JournalEntry.Started(id, state.started() - 1));
        }
        if (state.finished() > 0) {
            entries.add(new JournalEntry.Finished(id, state.finished() - 1));
        }
        if (state.undoRequested()) {
            entries.add(new JournalEntry.UndoRequested(id));
        }
        if (state.undone()) {
            entries.add(new JournalEntry.Undone(id));
        }
        return entries;
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
