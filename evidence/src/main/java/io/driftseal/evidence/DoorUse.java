package io.driftseal.evidence;

/**
 * A use of a door, or a grant for one.
 *
 * @param door which API path, {@code exec}, {@code port-forward}
 * @param command redacted
 * @param detail what else is known of it, in words: port, pods behind a service, audience and
 *     lifetime of a token
 * @param grant id of the access grant that opened it, or that was issued; empty if there is none
 */
public record DoorUse(String door, String container, String command, String detail, String grant) {

    public DoorUse {
        Bounds.required("door.door", door, 63);
        Bounds.atMost("door.container", container, 253);
        Bounds.atMost("door.command", command, Bounds.LONG);
        Bounds.atMost("door.detail", detail, Bounds.LONG);
        Bounds.atMost("door.grant", grant, Bounds.SHORT);
    }

    /** A use that nothing but its command tells apart. */
    public static DoorUse of(String door, String container, String command) {
        return new DoorUse(door, container, command, "", "");
    }
}
