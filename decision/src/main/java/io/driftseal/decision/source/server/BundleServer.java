package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.source.LayeredSource;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of an OPA bundle server. Asked once per period, a tenth more or less, so that
 * replicas do not ask together; after a failure the pause doubles up to {@link #LONGEST_PAUSE}. In
 * between, what was last said is said again. Used by one thread; what it shows may be read by any.
 */
public final class BundleServer implements LayeredSource.Layer {

    /** Between two requests to a server that does not answer as it should. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(BundleServer.class);
    private static final int MOST_DOUBLINGS = 12;

    private final BundleServerSettings settings;
    private final BundleDownload download;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicLong downloads = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    private Instant next = Instant.MIN;
    private int failuresInARow;
    private Optional<String> etag = Optional.empty();
    private Optional<VerificationKeys> keys = Optional.empty();
    private Optional<PolicySourceException> silence = Optional.empty();
    private Optional<PolicyRefusedException> refusal = Optional.empty();
    private volatile Optional<Shown> shown = Optional.empty();

    /** The last bundle that was taken, and when it came. */
    private record Shown(ServedBundle bundle, Instant fetched) {}

    public BundleServer(
            BundleServerSettings settings, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.download = new BundleDownload(settings);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String name() {
        return "bundle " + settings.shown();
    }

    /**
     * Blocks for up to the deadline.
     *
     * @throws PolicySourceException where the server did not answer as it should
     * @throws PolicyRefusedException where what it serves may not be loaded
     */
    @Override
    public SortedMap<String, byte[]> files() throws PolicySourceException, PolicyRefusedException {
        if (!clock.instant().isBefore(next)) {
            ask();
        }
        if (silence.isPresent()) {
            throw new PolicySourceException(String.valueOf(silence.get().getMessage()));
        }
        if (refusal.isPresent()) {
            throw new PolicyRefusedException(refusal.get().problems());
        }
        return shown.orElseThrow().bundle().policies();
    }

    private void ask() {
        try {
            Optional<VerificationKeys> keysNow = keys();
            switch (download.get(etag)) {
                case BundleDownload.Answer.Unchanged unchanged -> {
                    // What it was, good or refused, it still is.
                }
                case BundleDownload.Answer.Bundle bundle -> take(bundle, keysNow);
            }
            silence = Optional.empty();
            failuresInARow = 0;
            next = clock.instant().plus(around(settings.period()));
        } catch (PolicySourceException e) {
            failures.incrementAndGet();
            silence = Optional.of(e);
            next = clock.instant().plus(around(pause(++failuresInARow)));
        }
    }

    /** With other keys than before, what was good may not be any more, and the other way round. */
    private Optional<VerificationKeys> keys() throws PolicySourceException {
        if (settings.keys().isEmpty()) {
            return Optional.empty();
        }
        VerificationKeys read = VerificationKeys.read(settings.keys().get());
        if (keys.filter(read::same).isEmpty()) {
            etag = Optional.empty();
        }
        keys = Optional.of(read);
        return keys;
    }

    private void take(BundleDownload.Answer.Bundle answer, Optional<VerificationKeys> keysNow) {
        etag = answer.etag();
        downloads.incrementAndGet();
        try {
            ServedBundle bundle = ServedBundle.of(answer.archive(), keysNow);
            refusal = Optional.empty();
            shown = Optional.of(new Shown(bundle, clock.instant()));
            LOG.atInfo()
                    .addKeyValue("revision", bundle.manifest().revision())
                    .addKeyValue("roots", bundle.manifest().roots())
                    .addKeyValue("signedBy", bundle.signer().orElse(""))
                    .log("bundle fetched");
        } catch (PolicyRefusedException e) {
            refusal = Optional.of(e);
        }
    }

    private Duration pause(int failed) {
        Duration doubled = settings.period().multipliedBy(1L << Math.min(failed, MOST_DOUBLINGS));
        Duration most =
                settings.period().compareTo(LONGEST_PAUSE) > 0 ? settings.period() : LONGEST_PAUSE;
        return doubled.compareTo(most) < 0 ? doubled : most;
    }

    private Duration around(Duration period) {
        return Duration.ofNanos((long) (period.toNanos() * random.nextDouble(0.9, 1.1)));
    }

    /**
     * {@code {"url","revision","roots","signedBy","fetchedAt"}} of the last bundle that was taken,
     * only the first and the last where there was none; whether its policies decide is said by the
     * state of the engine.
     */
    public JsonObject document() {
        JsonObject.Builder document = JsonObject.builder().put("url", settings.shown());
        Optional<Shown> last = shown;
        if (last.isEmpty()) {
            return document.put("fetchedAt", JsonNull.INSTANCE).build();
        }
        ServedBundle bundle = last.get().bundle();
        return document.put("revision", bundle.manifest().revision())
                .put("roots", JsonArray.ofStrings(bundle.manifest().roots()))
                .put(
                        "signedBy",
                        bundle.signer().<JsonValue>map(JsonString::new).orElse(JsonNull.INSTANCE))
                .put("fetchedAt", last.get().fetched().toString())
                .build();
    }

    /** Bundles that came, good ones and refused ones. */
    public long downloadsTotal() {
        return downloads.get();
    }

    /** Requests that neither brought a bundle nor said that it is unchanged. */
    public long failuresTotal() {
        return failures.get();
    }
}
