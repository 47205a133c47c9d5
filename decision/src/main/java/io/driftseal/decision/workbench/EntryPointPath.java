package io.driftseal.decision.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reference as OPA prints it, {@code team["a b"].test_x}, as the path of an entry point. */
final class EntryPointPath {

    private static final Pattern STEP =
            Pattern.compile("\\G\\.?(?:([A-Za-z_][A-Za-z0-9_]*)|\\[\"([^\"\\\\/]+)\"\\])");

    private EntryPointPath() {}

    /** Empty where a step has a character that such a path cannot hold. */
    static Optional<String> of(String reference) {
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(reference);
        int end = 0;
        while (step.find()) {
            steps.add(step.group(1) == null ? step.group(2) : step.group(1));
            end = step.end();
        }
        return end == reference.length() ? Optional.of(String.join("/", steps)) : Optional.empty();
    }
}
