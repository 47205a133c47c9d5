package io.driftseal.cli.policy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.PolicyVerdict;
import io.driftseal.decision.PolicyVerdict.Kind;
import java.util.Locale;
import java.util.Optional;

/** How a decision would come out otherwise. In the order in which it matters. */
public enum RehearsedChange {
    NEWLY_REFUSED("newly refused"),
    NO_ANSWER("left without an answer"),
    NEWLY_ADMITTED("newly admitted"),
    RETIERED("retiered"),
    SEVERITY("judged otherwise"),
    ACTIONS("answered by other actions"),
    DECIDED_NOW("decided now, undecided then"),
    REASONS("refused for other reasons");

    private final String words;

    RehearsedChange(String words) {
        this.words = words;
    }

    /** For people, behind "would be". */
    public String words() {
        return words;
    }

    /** For programs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a pipeline is to stop at it even if changes are wanted. */
    public boolean breaks() {
        return this == NEWLY_REFUSED || this == NO_ANSWER;
    }

    /** What changed; empty if nothing did. */
    static Optional<RehearsedChange> of(
            EntryPoint question, PolicyVerdict then, PolicyVerdict now) {
        if (then.kind() != now.kind()) {
            return Optional.of(ofKind(then.kind(), now.kind()));
        }
        if (!then.grade().equals(now.grade())) {
            return Optional.of(
                    switch (question) {
                        case ADMISSION, ACCESS, GRANT -> RETIERED;
                        case DRIFT -> SEVERITY;
                        case RESPONSE -> ACTIONS;
                    });
        }
        return now.kind() == Kind.REFUSES && !then.reasons().equals(now.reasons())
                ? Optional.of(REASONS)
                : Optional.empty();
    }

    private static RehearsedChange ofKind(Kind then, Kind now) {
        if (then == Kind.NONE) {
            return now == Kind.REFUSES ? NEWLY_REFUSED : DECIDED_NOW;
        }
        return switch (now) {
            case NONE -> NO_ANSWER;
            case REFUSES -> NEWLY_REFUSED;
            case PASSES -> NEWLY_ADMITTED;
            case GRADES -> SEVERITY;
        };
    }
}
