package io.driftseal.workload.json;

/**
 * What a document may cost us. At a bound the document is refused, never cut.
 *
 * @param maximumBytes length of the text
 * @param maximumDepth objects and arrays inside one another
 * @param maximumNodes values of any type, members counted once with their value
 */
public record JsonLimits(int maximumBytes, int maximumDepth, int maximumNodes) {

    /** Reading recurses; deeper documents than this could exhaust a thread's stack. */
    private static final int DEEPEST = 512;

    public JsonLimits {
        if (maximumBytes < 1 || maximumNodes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maximumDepth < 1 || maximumDepth > DEEPEST) {
            throw new IllegalArgumentException("depth must be between 1 and " + DEEPEST);
        }
    }

    /** One stored object: the API server takes requests up to 3 MiB, etcd about 1.5. */
    public static JsonLimits kubernetesObject() {
        return new JsonLimits(3 * 1024 * 1024, 128, 400_000);
    }

    /**
     * Object, old object and options in one review: 7 MiB, the figure that controller-runtime uses.
     */
    public static JsonLimits admissionReview() {
        return new JsonLimits(7 * 1024 * 1024, 132, 900_000);
    }

    /** A page of a list; the lister chooses its page size so that this is enough. */
    public static JsonLimits objectList() {
        return new JsonLimits(64 * 1024 * 1024, 132, 8_000_000);
    }
}
