package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The security-relevant configuration of a workload in a form in which equal meaning is equal
 * bytes. What is not in it, and what is transformed, is declared in {@code canonical-form-v1.json};
 * every other field, known to us or not, is in it. Immutable; its hash is computed once.
 */
public final class CanonicalForm {

    /** In the redacted form of a custom kind: where its template is. */
    static final String TEMPLATE_PATH = "formTemplatePath";

    private final WorkloadKind kind;
    private final int version;
    private final JsonObject tree;

    /** Two threads may both compute it, and come to the same. */
    private volatile @Nullable ConfigurationHash hash;

    CanonicalForm(WorkloadKind kind, int version, JsonObject tree) {
        this.kind = kind;
        this.version = version;
        this.tree = tree;
    }

    public static CanonicalForm of(Workload workload) {
        return of(workload, FormRules.current());
    }

    static CanonicalForm of(Workload workload, FormRules rules) {
        WorkloadKind kind = workload.kind();
        JsonObject tree = Preparation.of(workload);
        return new CanonicalForm(kind, rules.version(), Canonicaliser.object(tree, rules.of(kind)));
    }

    public WorkloadKind kind() {
        return kind;
    }

    /** Of the declaration; a hash is comparable only to one of the same version. */
    public int version() {
        return version;
    }

    /** The form; it may hold secrets, see {@link #redacted()}. */
    public JsonObject tree() {
        return tree;
    }

    /** UTF-8: a first line {@code driftseal.io/form/v1 Pod}, a line feed, and the tree as JSON. */
    public byte[] bytes() {
        return JsonWriter.write(
                "driftseal.io/form/v" + version + " " + kind.kindName() + "\n", tree);
    }

    /** SHA-256 of {@link #bytes()}. */
    public ConfigurationHash hash() {
        ConfigurationHash known = hash;
        if (known == null) {
            known = new ConfigurationHash(new Sha256().hex(bytes()));
            hash = known;
        }
        return known;
    }

    /**
     * The form fit to be stored and sent: {@code formVersion}, {@code apiVersion}, {@code kind}, of
     * a custom kind {@code formTemplatePath}, and the tree with environment values, commands,
     * arguments, annotation values and other declared free text as {@code sha256:} and twelve
     * digits. Two of these can be compared by {@link Difference#between}.
     */
    public JsonObject redacted() {
        JsonObject safe = Redaction.of(tree, FormRules.current().of(kind));
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalForm form
                && kind.equals(form.kind)
                && version == form.version
                && tree.equals(form.tree);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, version, tree);
    }

    /** Never the tree: it may hold secrets. */
    @Override
    public String toString() {
        return "CanonicalForm[" + kind + ", version " + version + "]";
    }
}
