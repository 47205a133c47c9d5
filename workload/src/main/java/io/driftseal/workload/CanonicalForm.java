package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The security-relevant configuration of a workload in a form in which equal meaning is equal
 * bytes.
 *
 * @param version of the rules; a hash is comparable only to one of the same version
 */
public record CanonicalForm(WorkloadKind kind, int version, JsonObject tree) {

    public static CanonicalForm of(Workload workload) {
        return new CanonicalForm(workload.kind(), 1, workload.tree().object("spec"));
    }

    /** UTF-8: a first line that names version and kind, then the tree. */
    public byte[] bytes() {
        return JsonWriter.write("driftseal.io/form/v" + version + " " + kind.kind() + "\n", tree);
    }

    public ConfigurationHash hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes());
            return new ConfigurationHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The tree with everything that may hold a secret replaced by a short digest of it. */
    public JsonObject redacted() {
        return tree;
    }

    /** Never the tree: it may hold secrets. */
    @Override
    public String toString() {
        return "CanonicalForm[" + kind + ", version " + version + "]";
    }
}
