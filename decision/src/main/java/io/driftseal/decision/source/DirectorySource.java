package io.driftseal.decision.source;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory, read whole at every call. A change counts once two calls in a row see the same:
 * whoever copies files there has not copied all of them at once, and a rule that is not there yet
 * would not refuse.
 */
public final class DirectorySource implements PolicySource {

    private final Path directory;
    private String answered = "";
    private String seen = "";

    public DirectorySource(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return "directory " + directory;
    }

    @Override
    public Optional<PolicyBundle> fetch() throws PolicyRefusedException {
        try {
            PolicyBundle bundle = PolicyBundle.read(directory);
            return settled(bundle.revision()) ? Optional.of(bundle) : Optional.empty();
        } catch (PolicyRefusedException e) {
            if (settled(String.valueOf(e.getMessage())) || answered.equals(e.getMessage())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whether it is new, and was the same the last time; the first of all needs no second. */
    private boolean settled(String state) {
        boolean stable = state.equals(seen) || answered.isEmpty();
        boolean changed = !state.equals(answered);
        seen = state;
        if (stable && changed) {
            answered = state;
        }
        return stable && changed;
    }
}
