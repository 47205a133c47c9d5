package io.driftseal.workload;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Within which bounds a resource of a container may be resized in place. It stands in an annotation
 * of the pod, so it is in its form: what policy admitted and the stamp signed.
 *
 * @param least smallest amount, inclusive
 * @param most largest amount, inclusive
 */
public record ApprovedRange(BigDecimal least, BigDecimal most) {

    /** The annotation's key is this and the container's name. */
    public static final String ANNOTATION_PREFIX = "resize.driftseal.io/";

    /** Resources that one container may be resized in; Kubernetes resizes two. */
    private static final int MAXIMUM_RESOURCES = 8;

    public ApprovedRange {
        if (least.signum() < 0 || least.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "a range begins at 0 or above and does not end below");
        }
    }

    boolean holds(BigDecimal amount) {
        return least.compareTo(amount) <= 0 && amount.compareTo(most) <= 0;
    }

    /**
     * Ranges by resource, as in {@code cpu=100m..2,memory=64Mi..1Gi}. Anything else is no range at
     * all: a text that is only half understood approves nothing.
     */
    static Map<String, ApprovedRange> parse(String text) {
        var ranges = new LinkedHashMap<String, ApprovedRange>();
        String[] parts = text.split(",", -1);
        if (parts.length > MAXIMUM_RESOURCES) {
            return Map.of();
        }
        for (String part : parts) {
            String[] sides = part.split("=", -1);
            Optional<ApprovedRange> range = sides.length == 2 ? range(sides[1]) : Optional.empty();
            if (range.isEmpty()
                    || sides[0].isEmpty()
                    || ranges.put(sides[0], range.get()) != null) {
                return Map.of();
            }
        }
        return ranges;
    }

    private static Optional<ApprovedRange> range(String text) {
        int at = text.indexOf("..");
        if (at < 0) {
            return Optional.empty();
        }
        Optional<BigDecimal> least = Quantity.canonical(text.substring(0, at)).map(BigDecimal::new);
        Optional<BigDecimal> most = Quantity.canonical(text.substring(at + 2)).map(BigDecimal::new);
        if (least.isEmpty()
                || most.isEmpty()
                || least.get().signum() < 0
                || least.get().compareTo(most.get()) > 0) {
            return Optional.empty();
        }
        return Optional.of(new ApprovedRange(least.get(), most.get()));
    }
}
