package io.driftseal.workload;

import io.driftseal.workload.FieldRules.Draft;
import io.driftseal.workload.FieldRules.KeptMembers;
import io.driftseal.workload.FieldRules.Reach;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The declaration of one version of the canonical form, read from {@code canonical-form-v1.json}.
 * It is the only place that says what is left out of a form or transformed in it; each rule has an
 * author and a reason. A mistake in it stops the program before it hashes anything.
 *
 * <p>A rule is {@code {shape, paths, rule, author, reason}} with {@code of}, {@code names}, {@code
 * prefixes} or {@code keys} where its rule takes them. A shape is a Kubernetes type; the rule
 * {@code as} applies all rules of another shape at the path.
 */
final class FormRules {

    // in this order: reading the declaration needs the names
    private static final Set<String> COMMON = Set.of("shape", "paths", "rule", "author", "reason");
    private static final FormRules VERSION_1 = load("canonical-form-v1.json");

    /** Of paths to templates; at it rules are made anew, which takes some microseconds. */
    private static final int MAXIMUM_CUSTOM = 2 * WorkloadKinds.MAXIMUM_CUSTOM;

    private final int version;
    private final Map<BuiltInKind, FieldRules> byKind;
    private final List<JsonObject> declared;
    private final Map<List<String>, FieldRules> byTemplatePath = new ConcurrentHashMap<>();

    private FormRules(int version, Map<BuiltInKind, FieldRules> byKind, List<JsonObject> declared) {
        this.version = version;
        this.byKind = byKind;
        this.declared = declared;
    }

    /** The version that new hashes are made with. */
    static FormRules current() {
        return VERSION_1;
    }

    int version() {
        return version;
    }

    FieldRules of(WorkloadKind kind) {
        return switch (kind) {
            case BuiltInKind builtIn -> byKind.getOrDefault(builtIn, FieldRules.NONE);
            case CustomKind custom -> ofCustom(custom.templatePath());
        };
    }

    /**
     * The rules of shape {@code CustomRoot}, with a pod template at this path.
     *
     * @throws IllegalArgumentException if nothing can be declared at the path
     */
    FieldRules ofCustom(List<String> templatePath) {
        FieldRules known = byTemplatePath.get(templatePath);
        if (known != null) {
            return known;
        }
        FieldRules rules = new Parser(declared).custom(String.join(".", templatePath));
        if (byTemplatePath.size() < MAXIMUM_CUSTOM) {
            byTemplatePath.put(List.copyOf(templatePath), rules);
        }
        return rules;
    }

    static FormRules parse(JsonObject declaration) {
        int version =
                (int)
                        declaration
                                .number("version")
                                .orElseThrow(() -> new IllegalArgumentException("no version"))
                                .whole()
                                .orElseThrow();
        return new Parser(declaration.objects("rules")).parse(version);
    }

    private static FormRules load(String resource) {
        try (InputStream stream = FormRules.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("resource is missing: " + resource);
            }
            return parse(
                    JsonReader.readObject(stream.readAllBytes(), JsonLimits.kubernetesObject()));
        } catch (IOException | MalformedJsonException e) {
            throw new IllegalStateException("resource is unreadable: " + resource, e);
        }
    }

    private static final class Parser {
        private static final String REFUSED = "rule refused, ";
        private static final String CUSTOM_ROOT = "CustomRoot";
        private static final String POD_TEMPLATE = "PodTemplate";

        private final List<JsonObject> rules;
        private final Set<String> used = new HashSet<>();
        private final Deque<String> open = new ArrayDeque<>();

        Parser(List<JsonObject> rules) {
            this.rules = rules;
        }

        FormRules parse(int version) {
            var byKind = new EnumMap<BuiltInKind, FieldRules>(BuiltInKind.class);
            for (BuiltInKind kind : BuiltInKind.values()) {
                var draft = new Draft();
                apply(kind.kind(), draft);
                byKind.put(kind, draft.build());
            }
            custom("spec.template");
            for (JsonObject rule : rules) {
                if (!used.contains(text(rule, "shape"))) {
                    throw refused(rule, "no kind uses this shape");
                }
            }
            return new FormRules(version, byKind, rules);
        }

        FieldRules custom(String templatePath) {
            var draft = new Draft();
            apply(CUSTOM_ROOT, draft);
            apply(POD_TEMPLATE, draft.at(templatePath));
            return draft.build();
        }

        private void apply(String shape, Draft root) {
            if (open.contains(shape)) {
                throw new IllegalArgumentException("shape contains itself: " + shape);
            }
            open.push(shape);
            used.add(shape);
            boolean known = false;
            for (JsonObject rule : rules) {
                if (text(rule, "shape").equals(shape)) {
                    known = true;
                    apply(rule, root);
                }
            }
            if (!known) {
                throw new IllegalArgumentException("no rules for shape: " + shape);
            }
            open.pop();
        }

        private void apply(JsonObject rule, Draft root) {
            text(rule, "author");
            text(rule, "reason");
            List<String> paths = texts(rule, "paths");
            if (paths.isEmpty()) {
                throw refused(rule, "names no path");
            }
            for (String path : paths) {
                try {
                    apply(rule, text(rule, "rule"), root.at(path));
                } catch (IllegalArgumentException e) {
                    throw located(rule, path, e);
                }
            }
        }

        /**
         * The innermost rule is the one to mend; the rules that include its shape say nothing new.
         */
        private static IllegalArgumentException located(
                JsonObject rule, String path, IllegalArgumentException problem) {
            String message = String.valueOf(problem.getMessage());
            return message.startsWith(REFUSED)
                    ? problem
                    : new IllegalArgumentException(
                            refused(rule, path + ": " + message).getMessage(), problem);
        }

        private void apply(JsonObject rule, String name, Draft field) {
            switch (name) {
                case "as" -> {
                    checkMembers(rule, Set.of("of"));
                    apply(text(rule, "of"), field);
                }
                case "leave-out" -> {
                    checkMembers(rule, Set.of());
                    field.leaveOut();
                }
                case "leave-out-members" -> {
                    checkMembers(rule, Set.of("names"));
                    field.leaveOut(texts(rule, "names"));
                }
                case "keep-members" -> {
                    checkMembers(rule, Set.of("names", "prefixes"));
                    field.keep(
                            new KeptMembers(
                                    Set.copyOf(texts(rule, "names")), texts(rule, "prefixes")));
                }
                case "empty-is-absent" -> {
                    checkMembers(rule, Set.of());
                    field.emptyIsAbsent();
                }
                case "ordered", "unordered" -> {
                    checkMembers(rule, Set.of("keys"));
                    field.order("ordered".equals(name), texts(rule, "keys"));
                }
                case "quantity", "quantities" -> {
                    checkMembers(rule, Set.of());
                    field.quantities("quantity".equals(name) ? Reach.VALUE : Reach.MEMBERS);
                }
                case "redact" -> {
                    checkMembers(rule, Set.of());
                    field.redact(Reach.VALUE, List.of());
                }
                case "redact-members" -> {
                    checkMembers(rule, Set.of("exceptPrefixes"));
                    field.redact(Reach.MEMBERS, texts(rule, "exceptPrefixes"));
                }
                default -> throw refused(rule, "unknown rule");
            }
        }

        private static void checkMembers(JsonObject rule, Set<String> own) {
            for (String name : rule.members().keySet()) {
                if (!COMMON.contains(name) && !own.contains(name)) {
                    throw refused(rule, "takes no " + name);
                }
            }
        }

        private static String text(JsonObject rule, String name) {
            return rule.string(name)
                    .filter(text -> !text.isBlank())
                    .orElseThrow(() -> refused(rule, "has no " + name));
        }

        private static List<String> texts(JsonObject rule, String name) {
            var texts = new ArrayList<String>();
            for (JsonValue item : rule.array(name)) {
                if (!(item instanceof JsonString text) || text.value().isEmpty()) {
                    throw refused(rule, name + " holds something that is not a text");
                }
                texts.add(text.value());
            }
            return texts;
        }

        private static IllegalArgumentException refused(JsonObject rule, String problem) {
            return new IllegalArgumentException(REFUSED + problem + ": " + rule);
        }
    }
}
