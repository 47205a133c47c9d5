package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.HexFormat;

/**
 * The security-relevant configuration of a workload in a form in which equal meaning is equal
 * bytes. What is not in it, and what is transformed, is declared in {@code canonical-form-v1.json};
 * every other field, known to us or not, is in it.
 *
 * @param version of the declaration; a hash is comparable only to one of the same version
 * @param tree the form; it may hold secrets, see {@link #redacted()}
 */
public record CanonicalForm(WorkloadKind kind, int version, JsonObject tree) {

    /** In the redacted form of a custom kind: where its template is. */
    static final String TEMPLATE_PATH = "formTemplatePath";

    public static CanonicalForm of(Workload workload) {
        return of(workload, FormRules.current());
    }

    static CanonicalForm of(Workload workload, FormRules rules) {
        WorkloadKind kind = workload.kind();
        JsonObject tree = Preparation.of(workload);
        return new CanonicalForm(kind, rules.version(), Canonicaliser.object(tree, rules.of(kind)));
    }

    /** UTF-8: a first line {@code driftseal.io/form/v1 Pod}, a line feed, and the tree as JSON. */
    public byte[] bytes() {
        return JsonWriter.write(
                "driftseal.io/form/v" + version + " " + kind.kindName() + "\n", tree);
    }

    /** SHA-256 of {@link #bytes()}, computed at every call. */
    public ConfigurationHash hash() {
        return new ConfigurationHash(HexFormat.of().formatHex(Sha256.of(bytes())));
    }

    /**
     * The form fit to be stored and sent: {@code formVersion}, {@code apiVersion}, {@code kind}, of
     * a custom kind {@code formTemplatePath}, and the tree with environment values, commands,
     * arguments, annotation values and other declared free text as {@code sha256:} and twelve
     * digits. Two of these can be compared by {@link Difference#between}.
     */
    public JsonObject redacted() {
        JsonObject safe = Redaction.object(tree, FormRules.current().of(kind));
        var document =
                JsonObject.builder()
                        .put("formVersion", version)
                        .put("apiVersion", kind.apiVersion())
                        .put("kind", kind.kind());
        if (kind instanceof CustomKind custom) {
            // who compares two forms later may not know the kind, and needs its rules
            document.put(TEMPLATE_PATH, String.join(".", custom.templatePath()));
        }
        safe.members().forEach(document::put);
        return document.build();
    }

    /** Never the tree: it may hold secrets. */
    @Override
    public String toString() {
        return "CanonicalForm[" + kind + ", version " + version + "]";
    }
}
