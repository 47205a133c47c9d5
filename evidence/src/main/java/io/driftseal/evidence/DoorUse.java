package io.driftseal.evidence;

/**
 * An entry into a running workload.
 *
 * @param door which API path, {@code exec}, {@code port-forward}
 * @param command redacted
 */
public record DoorUse(String door, String container, String command) {

    public DoorUse {
        Bounds.required("door.door", door, 63);
        Bounds.atMost("door.container", container, 253);
        Bounds.atMost("door.command", command, Bounds.LONG);
    }
}
