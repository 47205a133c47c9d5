package io.driftseal.decision.loading;

import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.settings.PolicySettings;
import io.driftseal.decision.source.PolicySource;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine whose policies follow their source. New ones are loaded beside those that decide and
 * take over whole; an evaluation under way ends with what it began with. What may not be loaded is
 * refused and said, and the last good ones go on.
 */
public final class ReloadingEngine implements PolicyEngine {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingEngine.class);

    private final PolicySource source;
    private final EngineLoader loader;
    private final Optional<LastGood> lastGood;
    private final InstantSource clock;
    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile PolicyListener listener = PolicyListener.none();
    private volatile HeldEngine held;
    private volatile PolicyState state;
    private volatile boolean closed;

    /** New policies that no engine could be started for, through no fault of theirs. */
    private @Nullable PolicyBundle pending;

    private String refusedRevision = "";

    private ReloadingEngine(
            PolicySource source,
            EngineLoader loader,
            Optional<LastGood> lastGood,
            InstantSource clock,
            HeldEngine held,
            PolicyState state) {
        this.source = source;
        this.loader = loader;
        this.lastGood = lastGood;
        this.clock = clock;
        this.held = held;
        this.state = state;
    }

    /**
     * Loads what the source has; where it has nothing that may be loaded, the last good policies of
     * the disk.
     *
     * @param directory of this process alone, where good policies are kept; empty keeps none
     * @throws PolicyRefusedException where the source's may not be loaded and there are no others
     * @throws PolicySourceException where the source does not answer and there are no others
     * @throws EngineStartException where no engine can be started
     */
    public static ReloadingEngine open(
            PolicySource source, EngineLoader loader, Optional<Path> directory, InstantSource clock)
            throws PolicyRefusedException, PolicySourceException, EngineStartException {
        Optional<LastGood> lastGood = directory.map(LastGood::new);
        Exception reason;
        try {
            PolicyBundle bundle =
                    source.fetch()
                            .orElseThrow(() -> new PolicySourceException("source has no policies"));
            PolicyEngine engine = loader.load(bundle);
            lastGood.ifPresent(disk -> disk.keep(bundle));
            return opened(source, loader, lastGood, clock, new HeldEngine(bundle, engine), false);
        } catch (PolicyRefusedException | PolicySourceException e) {
            reason = e;
        }
        Optional<PolicyBundle> kept = lastGood.flatMap(LastGood::find);
        if (kept.isPresent()) {
            var old = new HeldEngine(kept.get(), loader.load(kept.get()));
            ReloadingEngine opened = opened(source, loader, lastGood, clock, old, true);
            opened.sayWhyKept(reason);
            return opened;
        }
        if (reason instanceof PolicyRefusedException refused) {
            throw refused;
        }
        throw (PolicySourceException) reason;
    }

    private static ReloadingEngine opened(
            PolicySource source,
            EngineLoader loader,
            Optional<LastGood> lastGood,
            InstantSource clock,
            HeldEngine held,
            boolean kept) {
        var state =
                new PolicyState(
                        source.name(),
                        held.policies().revision(),
                        clock.instant(),
                        kept,
                        Optional.empty(),
                        Optional.empty());
        return new ReloadingEngine(source, loader, lastGood, clock, held, state);
    }

    /** Who is to hear of changes; told at once of a refusal that stands already. */
    public void listen(PolicyListener next) {
        listener = next;
        if (state.refused().isPresent()) {
            next.refused(state);
        }
    }

    /** Looks at the source once. To be called again and again by one thread; never throws. */
    public synchronized void reload() {
        try {
            Optional<PolicyBundle> fetched = source.fetch();
            state = state.hearing();
            Optional<PolicyBundle> next = fetched.or(() -> Optional.ofNullable(pending));
            if (next.isPresent() && !closed) {
                consider(next.get());
            }
        } catch (PolicySourceException e) {
            notHeard(String.valueOf(e.getMessage()));
        } catch (PolicyRefusedException e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (EngineStartException e) {
            refuse("no engine could be started for new policies: " + e.getMessage());
        }
    }

    private void consider(PolicyBundle next) throws PolicyRefusedException, EngineStartException {
        pending = null;
        if (next.revision().equals(held.policies().revision())) {
            state = state.current();
            refusedRevision = "";
            return;
        }
        if (next.revision().equals(refusedRevision)) {
            return;
        }
        try {
            take(next, loader.load(next));
        } catch (PolicyRefusedException e) {
            refusedRevision = next.revision();
            throw e;
        } catch (EngineStartException e) {
            pending = next;
            throw e;
        }
    }

    private void take(PolicyBundle next, PolicyEngine engine) {
        HeldEngine before = held;
        state =
                new PolicyState(
                        source.name(),
                        next.revision(),
                        clock.instant(),
                        false,
                        Optional.empty(),
                        Optional.empty());
        held = new HeldEngine(next, engine);
        refusedRevision = "";
        loads.incrementAndGet();
        before.retire();
        LOG.atInfo()
                .addKeyValue("revision", next.revision())
                .addKeyValue("previous", before.policies().revision())
                .log("new policies decide");
        lastGood.ifPresent(disk -> disk.keep(next));
        listener.loaded(state);
    }

    private void refuse(String reason) {
        boolean known = state.refused().filter(p -> p.reason().equals(reason)).isPresent();
        state = state.refusing(reason, clock.instant());
        if (!known) {
            refusals.incrementAndGet();
            LOG.atError()
                    .addKeyValue("reason", reason)
                    .addKeyValue("revision", state.revision())
                    .log("new policies are refused, the last good ones decide");
            listener.refused(state);
        }
    }

    private void notHeard(String reason) {
        if (state.unavailable().isEmpty()) {
            LOG.atWarn().addKeyValue("reason", reason).log("source of policies does not answer");
        }
        state = state.notHearing(reason, clock.instant());
    }

    private void sayWhyKept(Exception reason) {
        String message = String.valueOf(reason.getMessage());
        if (reason instanceof PolicyRefusedException) {
            refuse(message);
        } else {
            notHeard(message);
        }
    }

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        while (true) {
            HeldEngine now = held;
            if (now.enter()) {
                try {
                    return now.engine().evaluate(entryPoint, input);
                } finally {
                    now.leave();
                }
            }
            if (closed) {
                return now.engine().evaluate(entryPoint, input);
            }
        }
    }

    @Override
    public EngineStatus status() {
        return held.engine().status();
    }

    /** With the revision that the engine decides by: a server's policies change without us. */
    public PolicyState state() {
        return state.decidingBy(status().bundleRevision());
    }

    /** Exemptions and modes of rules of the policies that decide. */
    public PolicySettings settings() {
        return held.policies().settings();
    }

    /** How often new policies took over since the start. */
    public long loadsTotal() {
        return loads.get();
    }

    /** How often new policies were refused since the start. */
    public long refusalsTotal() {
        return refusals.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        held.engine().close();
        held.retire();
    }
}
