package io.driftseal.decision.kept;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.InputKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The inputs that one service keeps: on, with its writer, or switched off. */
public final class KeptInputs implements InputKeeper, AutoCloseable {

    /** What a page of a reader takes of our memory. */
    private static final int PAGE_BYTES = 4 * 1024 * 1024;

    private record On(InputStore store, InputWriter writer) {}

    private final Optional<On> on;

    private KeptInputs(Optional<On> on) {
        this.on = on;
    }

    /**
     * Opens a directory and starts to write.
     *
     * @param settings empty keeps nothing; what is there stays as it is
     */
    public static KeptInputs open(
            Path directory, Optional<InputStoreSettings> settings, InstantSource clock)
            throws IOException {
        if (settings.isEmpty()) {
            return new KeptInputs(Optional.empty());
        }
        InputStore store = InputStore.open(directory, settings.get(), clock);
        return new KeptInputs(Optional.of(new On(store, InputWriter.start(store))));
    }

    @Override
    public void keep(AskedQuestion asked) {
        on.ifPresent(kept -> kept.writer().keep(asked));
    }

    /** See {@link InputStore#page}; empty where nothing is kept. */
    public InputPage page(String from, Instant since) throws IOException {
        return on.isPresent()
                ? on.get().store().page(from, since, PAGE_BYTES)
                : new InputPage(new byte[0], Optional.empty(), 0);
    }

    /** See {@link InputStore#find}. */
    public Optional<byte[]> find(String decisionId) throws IOException {
        return on.isPresent() ? on.get().store().find(decisionId) : Optional.empty();
    }

    /** For gauges, by name; all but the bytes count since the start. */
    public Map<String, LongSupplier> figures() {
        Map<String, LongSupplier> figures = new LinkedHashMap<>();
        on.ifPresent(kept -> {
            figures.put("inputs.bytes", kept.store()::bytes);
            figures.put("inputs.written", kept.writer()::written);
            figures.put("inputs.evicted", kept.store()::evicted);
            figures.put("inputs.damaged", kept.store()::damaged);
            for (InputWriter.Drop cause : InputWriter.Drop.values()) {
                figures.put(
                        "inputs.dropped." + cause.wireName(), () -> kept.writer().dropped(cause));
            }
        });
        return figures;
    }

    @Override
    public void close() {
        on.ifPresent(kept -> kept.writer().close());
    }
}
