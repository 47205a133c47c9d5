package io.driftseal.stamp;

import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where stamps stand on objects. Each kind has its own key, because the Deployment controller
 * copies annotations to ReplicaSets and a rollout undo copies them back.
 */
public final class StampAnnotations {

    /** What every stamp's key begins with. */
    public static final String PREFIX = "stamp.driftseal.io/";

    /** For the whole annotation value, in bytes. */
    public static final int MAXIMUM_BYTES = 2048;

    private StampAnnotations() {}

    /** {@code stamp.driftseal.io/} and the kind's name in lower case. */
    public static String key(WorkloadKind kind) {
        return PREFIX + kind.kindName().lowerCase();
    }

    /** The stamp under the key of the object's own kind. */
    public static Optional<String> own(Workload workload) {
        return Optional.ofNullable(workload.annotations().get(key(workload.kind())));
    }

    /** Every annotation under our prefix, copied and unknown ones included. */
    public static Map<String, String> all(Workload workload) {
        var stamps = new LinkedHashMap<String, String>();
        workload.annotations()
                .forEach((key, value) -> {
                    if (key.startsWith(PREFIX)) {
                        stamps.put(key, value);
                    }
                });
        return Collections.unmodifiableMap(stamps);
    }

    /**
     * SHA-256 of an annotation's value, 64 hex characters: how a child names its parent's stamp.
     */
    public static String digest(String annotation) {
        return Sha256.hex(annotation.getBytes(StandardCharsets.UTF_8));
    }
}
