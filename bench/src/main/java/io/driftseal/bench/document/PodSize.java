package io.driftseal.bench.document;

/**
 * Pods as they come: one plain container, an application with a proxy beside it, and one with
 * everything that generators and meshes add.
 *
 * @see PodDocument
 */
public enum PodSize {
    SMALL("2 KB", 1, 0),
    MEDIUM("9 KB", 3, 19),
    LARGE("40 KB", 8, 53);

    private final String words;
    private final int containers;
    private final int variables;

    PodSize(String words, int containers, int variables) {
        this.words = words;
        this.containers = containers;
        this.variables = variables;
    }

    /** About the bytes of a review with it, as the API server sends it. */
    public String words() {
        return words;
    }

    int containers() {
        return containers;
    }

    /** Environment variables of each container. */
    int variables() {
        return variables;
    }
}
