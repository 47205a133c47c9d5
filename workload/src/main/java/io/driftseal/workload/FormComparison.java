package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One walk down two redacted forms, with the rules beside them that say how items of a list are
 * known.
 */
final class FormComparison {

    private final List<FieldChange> changes = new ArrayList<>();
    private boolean more;

    private FormComparison() {}

    static Difference compare(JsonObject approved, JsonObject live) {
        var comparison = new FormComparison();
        comparison.objects(FieldPath.ROOT, rules(approved, live), approved, live);
        if (comparison.more) {
            comparison.changes.add(
                    new FieldChange(
                            "further fields",
                            Optional.empty(),
                            Optional.of("more than " + Difference.MAXIMUM_CHANGES)));
        }
        return comparison.changes.isEmpty()
                ? Difference.none()
                : new Difference(comparison.changes);
    }

    /** Two forms of different kinds, or of a kind we do not know, are compared without any rule. */
    private static FieldRules rules(JsonObject approved, JsonObject live) {
        Optional<WorkloadKind> kind = kind(approved);
        if (kind.isPresent() && kind.equals(kind(live))) {
            return FormRules.current().of(kind.get());
        }
        Optional<String> path = approved.string(CanonicalForm.TEMPLATE_PATH);
        return kind.isEmpty()
                        && path.isPresent()
                        && path.equals(live.string(CanonicalForm.TEMPLATE_PATH))
                ? FormRules.current().ofCustom(List.of(path.get().split("\\.")))
                : FieldRules.NONE;
    }

    private static Optional<WorkloadKind> kind(JsonObject form) {
        return WorkloadKinds.builtIn()
                .of(form.string("apiVersion").orElse(""), form.string("kind").orElse(""));
    }

    private void values(FieldPath path, FieldRules rules, JsonValue before, JsonValue after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof JsonObject a && after instanceof JsonObject b) {
            objects(path, rules, a, b);
        } else if (before instanceof JsonArray a && after instanceof JsonArray b) {
            lists(path, rules, a.items(), b.items());
        } else {
            changed(path, ValueSummary.of(before), ValueSummary.of(after));
        }
    }

    private void objects(FieldPath path, FieldRules rules, JsonObject before, JsonObject after) {
        before.members()
                .forEach((name, old) -> {
                    JsonValue now = after.members().get(name);
                    if (now == null) {
                        removed(path.member(name), old);
                    } else {
                        values(path.member(name), rules.member(name), old, now);
                    }
                });
        after.members()
                .forEach((name, now) -> {
                    if (!before.has(name)) {
                        added(path.member(name), rules.member(name), now);
                    }
                });
    }

    private void lists(
            FieldPath path, FieldRules rules, List<JsonValue> before, List<JsonValue> after) {
        Map<String, JsonValue> named = byKey(before, rules.keys());
        Map<String, JsonValue> namedNow = byKey(after, rules.keys());
        if (named != null && namedNow != null) {
            namedItems(path, rules, named, namedNow);
        } else if (rules.unordered()) {
            sets(path, before, after);
        } else {
            positions(path, rules, before, after);
        }
    }

    /** Null if some item has no name or shares it with another: then names say nothing. */
    private static @Nullable Map<String, JsonValue> byKey(
            List<JsonValue> items, List<String> keys) {
        if (keys.isEmpty()) {
            return null;
        }
        var named = new LinkedHashMap<String, JsonValue>();
        for (JsonValue item : items) {
            Optional<String> key = FieldPath.key(item, keys);
            if (key.isEmpty() || named.put(key.get(), item) != null) {
                return null;
            }
        }
        return named;
    }

    private void namedItems(
            FieldPath path,
            FieldRules rules,
            Map<String, JsonValue> before,
            Map<String, JsonValue> after) {
        before.forEach((key, old) -> {
            JsonValue now = after.get(key);
            if (now == null) {
                removed(path.item(key), old, rules.keys());
            } else {
                values(path.item(key), rules.items(), old, now);
            }
        });
        after.forEach((key, now) -> {
            if (!before.containsKey(key)) {
                addedItem(path.item(key), now, rules.keys());
            }
        });
        if (!rules.unordered()) {
            order(path, before.keySet(), after.keySet());
        }
    }

    /**
     * Only of items that are in both lists: an added item moves all that follow, which is no news.
     */
    private void order(FieldPath path, Collection<String> before, Collection<String> after) {
        var common = new ArrayList<>(before);
        common.retainAll(after);
        var commonNow = new ArrayList<>(after);
        commonNow.retainAll(before);
        if (!common.equals(commonNow)) {
            changed(
                    path,
                    "order " + DisplayText.of(String.join(" ", common)),
                    "order " + DisplayText.of(String.join(" ", commonNow)));
        }
    }

    /** A merge of two sorted lists: cost n log n, whatever an attacker fills them with. */
    private void sets(FieldPath path, List<JsonValue> before, List<JsonValue> after) {
        List<JsonValue> gone = before.stream().sorted(CanonicalOrder.INSTANCE).toList();
        List<JsonValue> come = after.stream().sorted(CanonicalOrder.INSTANCE).toList();
        int i = 0;
        int j = 0;
        while (i < gone.size() || j < come.size()) {
            int order =
                    i == gone.size()
                            ? 1
                            : j == come.size()
                                    ? -1
                                    : CanonicalOrder.INSTANCE.compare(gone.get(i), come.get(j));
            if (order < 0) {
                removed(path, gone.get(i++));
            } else if (order > 0) {
                addedItem(path, come.get(j++));
            } else {
                i++;
                j++;
            }
        }
    }

    private void positions(
            FieldPath path, FieldRules rules, List<JsonValue> before, List<JsonValue> after) {
        int common = Math.min(before.size(), after.size());
        for (int i = 0; i < common; i++) {
            values(path.item(i), rules.items(), before.get(i), after.get(i));
        }
        for (int i = common; i < before.size(); i++) {
            removed(path.item(i), before.get(i));
        }
        for (int i = common; i < after.size(); i++) {
            addedItem(path.item(i), after.get(i));
        }
    }

    /**
     * An added field is named at its highest new node, but a node with a single member is passed
     * through: {@code securityContext.privileged added: true} says more than {@code
     * securityContext}.
     */
    private void added(FieldPath path, FieldRules rules, JsonValue value) {
        FieldPath at = path;
        FieldRules ruled = rules;
        JsonValue node = value;
        while (node instanceof JsonObject object && object.members().size() == 1) {
            var only = object.members().entrySet().iterator().next();
            at = at.member(only.getKey());
            ruled = ruled.member(only.getKey());
            node = only.getValue();
        }
        if (node instanceof JsonArray array && !array.items().isEmpty()) {
            lists(at, ruled, List.of(), array.items());
        } else {
            addedItem(at, node);
        }
    }

    private void addedItem(FieldPath path, JsonValue value) {
        addedItem(path, value, List.of());
    }

    private void addedItem(FieldPath path, JsonValue value, List<String> keys) {
        String summary = ValueSummary.of(value, keys);
        add(new FieldChange(path.text(), Optional.empty(), Optional.of(summary)));
    }

    private void removed(FieldPath path, JsonValue value) {
        removed(path, value, List.of());
    }

    private void removed(FieldPath path, JsonValue value, List<String> keys) {
        String summary = ValueSummary.of(value, keys);
        add(new FieldChange(path.text(), Optional.of(summary), Optional.empty()));
    }

    private void changed(FieldPath path, String before, String after) {
        add(new FieldChange(path.text(), Optional.of(before), Optional.of(after)));
    }

    private void add(FieldChange change) {
        if (changes.size() < Difference.MAXIMUM_CHANGES) {
            changes.add(change);
        } else {
            more = true;
        }
    }
}
