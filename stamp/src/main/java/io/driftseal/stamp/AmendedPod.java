package io.driftseal.stamp;

import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.Workload;
import java.util.Optional;

/**
 * The one pod that an amendment is about. The uid binds it: a pod of the same name made later is
 * another one.
 */
public record AmendedPod(String namespace, String name, String uid) {

    public AmendedPod {
        StampText.objectName("namespace", namespace, 63);
        StampText.objectName("name", name, 253);
        StampText.token("pod's uid", uid, 64);
    }

    /**
     * @throws IllegalArgumentException for what is not a stored pod
     */
    public static AmendedPod of(Workload pod) {
        if (!pod.kind().isPod()) {
            throw new IllegalArgumentException("only pods are amended");
        }
        return new AmendedPod(pod.namespace(), pod.name().orElse(""), pod.uid().orElse(""));
    }

    /** Whether a live object is this pod. */
    public boolean is(Workload live) {
        return live.kind().isPod()
                && live.uid().equals(Optional.of(uid))
                && live.namespace().equals(namespace)
                && live.name().equals(Optional.of(name));
    }

    String text() {
        return BuiltInKind.POD.kind() + "/" + namespace + "/" + name;
    }

    static AmendedPod parse(String text, String uid) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3 || !parts[0].equals(BuiltInKind.POD.kind())) {
            throw new IllegalArgumentException("the subject's name is not Pod/namespace/name");
        }
        return new AmendedPod(parts[1], parts[2], uid);
    }
}
