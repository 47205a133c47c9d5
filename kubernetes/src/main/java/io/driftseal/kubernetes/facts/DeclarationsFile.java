package io.driftseal.kubernetes.facts;

import io.driftseal.workload.Declarations;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the administrator declares of the cluster, from a JSON file that is read again when it has
 * changed, as a mounted ConfigMap does. A change that cannot be read leaves the last good one in
 * force and is a reason not to be ready. Safe for many threads.
 */
public final class DeclarationsFile implements Supplier<Declarations> {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(DeclarationsFile.class);

    private final Optional<Path> file;
    private final InstantSource clock;
    private Instant nextLook;
    private byte[] bytes = {};
    private volatile Declarations current = Declarations.none();
    private volatile Optional<String> failure = Optional.empty();

    private DeclarationsFile(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.nextLook = clock.instant();
    }

    /**
     * Reads it for the first time.
     *
     * @param file none declares nothing
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static DeclarationsFile open(Optional<Path> file, InstantSource clock) {
        DeclarationsFile declarations = new DeclarationsFile(file, clock);
        declarations.look();
        declarations.failure.ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return declarations;
    }

    @Override
    public Declarations get() {
        look();
        return current;
    }

    /** Why the file as it is now is not in force; empty if it is. */
    public Optional<String> failure() {
        look();
        return failure;
    }

    private synchronized void look() {
        Instant now = clock.instant();
        if (file.isEmpty() || now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(PERIOD);
        try {
            byte[] found = read(file.get());
            if (!Arrays.equals(found, bytes)) {
                current =
                        Declarations.parse(
                                JsonReader.readObject(found, JsonLimits.kubernetesObject()));
                bytes = found;
                LOG.atInfo()
                        .addKeyValue("injectors", current.injectors().size())
                        .addKeyValue("admissionPlugins", current.admissionPlugins().size())
                        .log("declarations are in force");
            }
            failure = Optional.empty();
        } catch (IOException | MalformedJsonException | IllegalArgumentException e) {
            failure = Optional.of("the declarations cannot be used: " + e.getMessage());
        }
    }

    private static byte[] read(Path path) throws IOException {
        int maximum = JsonLimits.kubernetesObject().maximumBytes();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] found = in.readNBytes(maximum + 1);
            if (found.length > maximum) {
                throw new IOException("more than " + maximum + " bytes");
            }
            return found;
        }
    }
}
