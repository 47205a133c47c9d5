package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bundle as it was served: what it says of itself, and its files as files of policy. Rego that is
 * in it and would not be loaded is refused: a rule that silently does not apply refuses nothing.
 */
final class ServedBundle {

    private static final String DATA = "data.json";
    private static final String SETTINGS_DATA = "driftseal/settings/" + DATA;
    private static final JsonLimits LIMITS = new JsonLimits(4 * 1024 * 1024, 64, 200_000);

    private final BundleManifest manifest;
    private final Optional<String> signer;
    private final SortedMap<String, byte[]> policies;

    private ServedBundle(
            BundleManifest manifest, Optional<String> signer, SortedMap<String, byte[]> policies) {
        this.manifest = manifest;
        this.signer = signer;
        this.policies = policies;
    }

    /**
     * @param keys by which it must be signed; without any it must not be
     * @throws PolicyRefusedException where it is not a whole bundle, not signed as it must be, or
     *     holds what is not read here
     */
    static ServedBundle of(byte[] tarGz, Optional<VerificationKeys> keys)
            throws PolicyRefusedException {
        SortedMap<String, byte[]> files = BundleArchive.read(tarGz);
        for (String name : files.keySet()) {
            refuseOthers(name);
        }
        Optional<String> signer = Optional.empty();
        if (keys.isPresent()) {
            signer = Optional.of(BundleSignature.verify(files, keys.get()));
        } else if (files.containsKey(BundleSignature.FILE)) {
            throw BundleArchive.refused("is signed, and no keys are set to verify it with");
        }
        SortedMap<String, byte[]> policies = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            policy(file.getKey(), file.getValue(), policies);
        }
        if (policies.isEmpty()) {
            throw BundleArchive.refused("holds neither Rego nor settings");
        }
        return new ServedBundle(BundleManifest.of(files), signer, policies);
    }

    private static void policy(String name, byte[] content, SortedMap<String, byte[]> policies)
            throws PolicyRefusedException {
        if (name.equals(DATA) || name.endsWith("/" + DATA)) {
            settings(name, content)
                    .ifPresent(settings -> policies.put("data/bundle-settings.json", settings));
        } else if (name.startsWith("data/") && name.endsWith(".json")) {
            policies.put("data/bundle-" + name.substring("data/".length()), content);
        } else if (name.endsWith(".rego") && !name.endsWith("_test.rego")) {
            refuseHidden(name);
            policies.put("bundle/" + name, content);
        }
    }

    private static void refuseOthers(String name) throws PolicyRefusedException {
        String base = name.substring(name.lastIndexOf('/') + 1);
        if (base.equals("patch.json")) {
            throw BundleArchive.refused("is a delta; only whole bundles are read");
        }
        if (base.equals("data.yaml") || base.equals("data.yml")) {
            throw BundleArchive.refused("has data in YAML, " + name + "; write it as JSON");
        }
        boolean manifest = name.endsWith(".manifest") || name.endsWith(".manifest.pb");
        if (manifest && !name.equals(BundleManifest.FILE)) {
            throw BundleArchive.refused("has a manifest that is not .manifest: " + name);
        }
        if (base.equals(BundleSignature.FILE) && !name.equals(base)) {
            throw BundleArchive.refused("has signatures that are not at its root: " + name);
        }
    }

    /** The engines leave these folders out. */
    private static void refuseHidden(String name) throws PolicyRefusedException {
        if (("/" + name).contains("/.") || ("/" + name).contains("/schema/")) {
            throw BundleArchive.refused(
                    "has Rego in a folder that is not loaded (schema, or a leading dot): " + name);
        }
    }

    /**
     * OPA's data documents. Rules get checked settings and no other data, so a document may say
     * {@code driftseal.settings} alone.
     */
    private static Optional<byte[]> settings(String name, byte[] content)
            throws PolicyRefusedException {
        if (name.equals(SETTINGS_DATA)) {
            return Optional.of(content);
        }
        JsonObject document;
        try {
            document = JsonReader.readObject(content, LIMITS);
        } catch (MalformedJsonException e) {
            throw BundleArchive.refused("has malformed data in " + name + ": " + e.getMessage());
        }
        if (document.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonValue> settings =
                name.equals(DATA) ? only(document, "driftseal", "settings") : Optional.empty();
        return Optional.of(
                settings.map(JsonWriter::write)
                        .orElseThrow(() ->
                                BundleArchive.refused(
                                        "has data that is no settings in "
                                                + name
                                                + "; only driftseal.settings is read")));
    }

    private static Optional<JsonValue> only(JsonObject document, String outer, String inner) {
        boolean alone =
                document.members().size() == 1 && document.object(outer).members().size() == 1;
        return alone ? document.find(outer, inner) : Optional.empty();
    }

    BundleManifest manifest() {
        return manifest;
    }

    /** The id of the key that signed it. */
    Optional<String> signer() {
        return signer;
    }

    /** Names to contents, none of them the name of a shipped file. */
    SortedMap<String, byte[]> policies() {
        return policies;
    }
}
