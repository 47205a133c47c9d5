package io.driftseal.stamp;

import io.driftseal.workload.KindName;
import io.driftseal.workload.Workload;
import java.util.Optional;

/**
 * What a stamp is about: one object by name, or, where the API server had not generated the name
 * yet, the objects born of one {@code generateName}.
 *
 * @param name empty while it is to be generated
 * @param generateName present only where {@code name} is empty
 */
public record StampSubject(
        KindName kind, String namespace, Optional<String> name, Optional<String> generateName) {

    /** How much of a {@code generateName} the API server keeps in front of its five characters. */
    private static final int GENERATED_PREFIX = 58;

    public StampSubject {
        StampText.objectName("namespace", namespace, 63);
        if (name.isPresent() == generateName.isPresent()) {
            throw new IllegalArgumentException(
                    "a stamp's subject has either a name or a generateName");
        }
        name.ifPresent(text -> StampText.objectName("name", text, 253));
        generateName.ifPresent(text -> StampText.objectName("generateName", text, 253));
    }

    /**
     * The subject of an object as it stands in an admission request or in the API.
     *
     * @throws IllegalArgumentException without a namespace or without any name
     */
    public static StampSubject of(Workload workload) {
        Optional<String> name = workload.name();
        return new StampSubject(
                workload.kind().kindName(),
                workload.namespace(),
                name,
                name.isPresent() ? Optional.empty() : workload.generateName());
    }

    /** {@code kind/namespace/name-or-generateName}, the subject's name in the statement. */
    public String text() {
        return kind + "/" + namespace + "/" + name.or(() -> generateName).orElse("");
    }

    static StampSubject parse(String text, boolean generated) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("the subject's name is not kind/namespace/name");
        }
        Optional<String> last = Optional.of(parts[2]);
        return new StampSubject(
                new KindName(parts[0]),
                parts[1],
                generated ? Optional.empty() : last,
                generated ? last : Optional.empty());
    }

    /** Why a live object is not this subject; empty if it is. */
    Optional<String> mismatch(Workload live) {
        KindName liveKind = live.kind().kindName();
        if (!liveKind.equals(kind)) {
            return Optional.of("it was issued for a " + kind + ", not for a " + liveKind);
        }
        if (!live.namespace().equals(namespace)) {
            return Optional.of("it was issued for namespace " + namespace);
        }
        if (name.isPresent()) {
            return live.name().equals(name)
                    ? Optional.empty()
                    : Optional.of("it was issued for the name " + name.get());
        }
        String prefix = generateName.orElseThrow();
        String kept = prefix.substring(0, Math.min(prefix.length(), GENERATED_PREFIX));
        boolean born =
                live.generateName().equals(generateName)
                        && live.name().map(text -> text.startsWith(kept)).orElse(true);
        return born
                ? Optional.empty()
                : Optional.of("it was issued for a name generated from " + prefix);
    }
}
