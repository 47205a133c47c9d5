package io.driftseal.scanner.check;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Difference;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/** What changed since approval, as far as anybody can name it. */
final class FormDifference {

    /** What {@code pods/ephemeralcontainers} and {@code pods/resize} let through, and no more. */
    private static final Pattern BY_DOOR =
            Pattern.compile(
                    "spec\\.ephemeralContainers($|[.\\[]).*"
                            + "|spec\\.resources($|[.\\[]).*"
                            + "|spec\\.(initContainers|containers)\\[[^]]*]"
                            + "\\.(resources|resizePolicy)($|[.\\[]).*",
                    Pattern.DOTALL);

    private FormDifference() {}

    /**
     * Named against the recorded form, without one against the owner's template; empty where there
     * is neither.
     */
    static Optional<Difference> of(
            CanonicalForm form, Optional<JsonObject> approvedForm, OwnerSight owner) {
        Optional<Difference> words =
                approvedForm.map(approved -> Difference.between(approved, form.redacted()));
        return words.isEmpty() && owner instanceof OwnerSight.Present present
                ? Optional.of(present.derived().open())
                : words;
    }

    /** Whether a door could have made all of it. */
    static boolean byDoorOnly(Difference difference) {
        return difference.changes().stream()
                .allMatch(change -> BY_DOOR.matcher(change.path()).matches());
    }
}
