package io.driftseal.webhook.review;

import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Namespaces in the mode in which the API server had them when it called. It selects the webhook by
 * the namespace's labels, so the path tells what it saw: a watch of ours can only be behind it, and
 * a namespace that was just switched is judged by its new mode.
 */
public final class CalledNamespaces implements NamespaceDirectory {

    /** Which of our webhooks was called. */
    public enum Called {
        /** The one that fails closed: the namespace enforces, and nobody broke the glass. */
        ENFORCING,
        /** Any other. */
        LENIENT;

        /** The path of this webhook, below that of its review. */
        public String path(String review) {
            return switch (this) {
                case ENFORCING -> review + "/enforce";
                case LENIENT -> review;
            };
        }
    }

    private final NamespaceDirectory watched;
    private final NamespaceDirectory live;
    private final Called called;
    private final InstantSource clock;

    /**
     * @param watched what a watch last showed
     * @param live what the store holds now
     */
    public CalledNamespaces(
            NamespaceDirectory watched,
            NamespaceDirectory live,
            Called called,
            InstantSource clock) {
        this.watched = watched;
        this.live = live;
        this.called = called;
        this.clock = clock;
    }

    @Override
    public Optional<NamespaceFacts> find(String namespace) {
        Optional<NamespaceFacts> seen = watched.find(namespace);
        return switch (called) {
            case ENFORCING -> seen.map(facts -> facts.withoutBreakGlass().in(Mode.ENFORCE));
            case LENIENT -> seen.map(this::lenient);
        };
    }

    private NamespaceFacts lenient(NamespaceFacts seen) {
        if (seen.mode() != Mode.ENFORCE) {
            return seen.withoutBreakGlass();
        }
        return seen.labels().containsKey(BreakGlass.LABEL) ? behindGlass(seen) : disputed(seen);
    }

    /**
     * The watch says enforce and the API server did not: one of them is late. The store knows;
     * where it cannot be read, the stricter one is believed.
     */
    private NamespaceFacts disputed(NamespaceFacts seen) {
        NamespaceFacts now = live.find(seen.name()).orElse(seen);
        return now.mode() == Mode.ENFORCE ? behindGlass(now) : now.withoutBreakGlass();
    }

    /** Open glass makes warn of enforce. Glass whose time is over is none, though it is there. */
    private NamespaceFacts behindGlass(NamespaceFacts facts) {
        return switch (BreakGlass.of(facts.labels(), clock.instant())) {
            case BreakGlass.Open _ -> facts.in(Mode.WARN);
            case BreakGlass.None _, BreakGlass.Ended _, BreakGlass.Malformed _ ->
                    facts.withoutBreakGlass();
        };
    }
}
