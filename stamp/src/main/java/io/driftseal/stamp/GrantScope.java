package io.driftseal.stamp;

/**
 * What exactly a grant opens, and what exactly somebody is about to use: a use has the same shape,
 * with the true command in place of the pattern.
 *
 * @param door name of the door, {@code exec}
 * @param namespace empty for a node
 * @param kind {@code Pod}, {@code Service}, {@code Node} or {@code ServiceAccount}
 * @param name of the object that has the door
 * @param uid of the pod; empty for other kinds, which are known by name alone
 * @param container empty for a door that enters none
 * @param image of a debug container, letter by letter; empty for every other door
 * @param port as written in a proxy's path; empty where the API server chooses it
 */
public record GrantScope(
        String door,
        String namespace,
        String kind,
        String name,
        String uid,
        String container,
        String image,
        String port) {

    /** Wire name of the door that brings an image of its own. */
    public static final String DEBUG_DOOR = "ephemeral-container";

    private static final int NAME = 253;
    private static final int IMAGE = 512;

    public GrantScope {
        StampText.token("door", door, 63);
        StampText.token("kind", kind, 63);
        StampText.objectName("name", name, NAME);
        if (!namespace.isEmpty()) {
            StampText.objectName("namespace", namespace, 63);
        }
        if (!uid.isEmpty()) {
            StampText.token("uid", uid, 64);
        }
        if (uid.isEmpty() == kind.equals("Pod")) {
            throw new IllegalArgumentException(
                    "a grant names the uid of a pod, and of nothing else");
        }
        if (!container.isEmpty()) {
            StampText.objectName("container", container, 63);
        }
        StampText.line("image", image, IMAGE);
        if (image.isBlank() == door.equals(DEBUG_DOOR)) {
            throw new IllegalArgumentException(
                    "a grant names the image of a debug container, and for no other door");
        }
        if (!port.isEmpty()) {
            StampText.token("port", port, 63);
        }
    }

    /** {@code Pod/shop/web-1}. */
    public String subject() {
        return kind + "/" + namespace + "/" + name;
    }
}
