package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a bundle says of itself, shown to people. It decides nothing: the revision of our stamps is
 * a hash of the content, and packages are held to {@code driftseal} whatever the roots are.
 *
 * @param revision as whoever built it named it; may be empty
 * @param roots paths below {@code data} that the bundle says it owns; {@code ""} is all of it
 */
record BundleManifest(String revision, List<String> roots) {

    static final String FILE = ".manifest";

    private static final int MAXIMUM_ROOTS = 100;
    private static final int MAXIMUM_TEXT = 256;
    private static final JsonLimits LIMITS = new JsonLimits(256 * 1024, 32, 10_000);

    BundleManifest {
        roots = List.copyOf(roots);
    }

    static BundleManifest of(Map<String, byte[]> files) throws PolicyRefusedException {
        byte[] content = files.get(FILE);
        if (content == null) {
            return new BundleManifest("", List.of(""));
        }
        JsonObject manifest;
        try {
            manifest = JsonReader.readObject(content, LIMITS);
        } catch (MalformedJsonException e) {
            throw BundleArchive.refused("has a manifest that is no JSON object: " + e.getMessage());
        }
        refuseOldRego(manifest);
        return new BundleManifest(
                shown(manifest.string("revision").orElse("")),
                manifest.has("roots") ? roots(manifest.array("roots")) : List.of(""));
    }

    private static List<String> roots(List<JsonValue> values) throws PolicyRefusedException {
        List<String> roots = new ArrayList<>();
        for (JsonValue value : values) {
            if (roots.size() == MAXIMUM_ROOTS || !(value instanceof JsonString root)) {
                throw BundleArchive.refused("has a manifest whose roots are not up to 100 texts");
            }
            roots.add(shown(root.value()));
        }
        return roots;
    }

    /** Rego is compiled as version 1 here; the same text can mean something else in version 0. */
    private static void refuseOldRego(JsonObject manifest) throws PolicyRefusedException {
        boolean old =
                manifest.find("rego_version").stream().anyMatch(BundleManifest::notOne)
                        || manifest.object("file_rego_versions").members().values().stream()
                                .anyMatch(BundleManifest::notOne);
        if (old) {
            throw BundleArchive.refused(
                    "is of another Rego version than 1; build it without --v0-compatible");
        }
    }

    private static boolean notOne(JsonValue version) {
        return !(version instanceof JsonNumber number) || number.whole().orElse(-1) != 1;
    }

    /** It ends in logs and in answers that people read. */
    private static String shown(String text) throws PolicyRefusedException {
        if (text.length() > MAXIMUM_TEXT || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw BundleArchive.refused(
                    "has a manifest with a revision or root longer than 256 characters, or not of"
                            + " one line");
        }
        return text;
    }
}
