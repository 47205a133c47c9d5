package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is declared about one field and, below it, about its members and items. A field of which
 * nothing is declared, so every field that we do not know, is {@link #NONE}: hashed as it is.
 */
final class FieldRules {

    static final FieldRules NONE = new FieldRules(new Draft());

    /** Whether a rule speaks of the value itself or of every member of it. */
    enum Reach {
        NOTHING,
        VALUE,
        MEMBERS
    }

    private final Map<String, FieldRules> members;
    private final @Nullable FieldRules items;
    private final boolean leftOut;
    private final boolean emptyIsAbsent;
    private final boolean unordered;
    private final List<String> keys;
    private final Set<String> namesLeftOut;
    private final @Nullable KeptMembers kept;
    private final Reach quantities;
    private final Reach redaction;
    private final List<String> shownPrefixes;

    private FieldRules(Draft draft) {
        members = new HashMap<>();
        draft.members.forEach((name, member) -> members.put(name, new FieldRules(member)));
        items = draft.items == null ? null : new FieldRules(draft.items);
        leftOut = draft.leftOut;
        emptyIsAbsent = draft.emptyIsAbsent;
        unordered = draft.unordered;
        keys = List.copyOf(draft.keys);
        namesLeftOut = Set.copyOf(draft.namesLeftOut);
        kept = draft.kept;
        quantities = draft.quantities;
        redaction = draft.redaction;
        shownPrefixes = List.copyOf(draft.shownPrefixes);
    }

    FieldRules member(String name) {
        if (members.isEmpty()) {
            return NONE; // most of a tree: not worth hashing the name
        }
        FieldRules member = members.get(name);
        return member == null ? NONE : member;
    }

    FieldRules items() {
        return items == null ? NONE : items;
    }

    /**
     * Whether this member of an object with these rules is outside the form.
     *
     * @param member what {@link #member} says of the name
     */
    boolean leavesOut(String name, FieldRules member) {
        return member.leftOut
                || (!namesLeftOut.isEmpty() && namesLeftOut.contains(name))
                || (kept != null && !kept.contains(name));
    }

    /** Whether a canonical value means the same as no value. */
    boolean isAbsent(JsonValue canonical) {
        return canonical instanceof JsonNull
                || (emptyIsAbsent
                        && switch (canonical) {
                            case JsonObject object -> object.isEmpty();
                            case JsonArray array -> array.items().isEmpty();
                            case JsonString text -> text.value().isEmpty();
                            default -> false;
                        });
    }

    boolean unordered() {
        return unordered;
    }

    /** Members that name an item of the list; empty where items have no name. */
    List<String> keys() {
        return keys;
    }

    Reach quantities() {
        return quantities;
    }

    Reach redaction() {
        return redaction;
    }

    /** Whether the value of this member is replaced in a redacted form. */
    boolean hidesMember(String name) {
        if (redaction != Reach.MEMBERS) {
            return false;
        }
        for (String prefix : shownPrefixes) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        return true;
    }

    /** Members of a map that are in the form: these names, and names that begin like this. */
    record KeptMembers(Set<String> names, List<String> prefixes) {

        KeptMembers {
            names = Set.copyOf(names);
            prefixes = List.copyOf(prefixes);
        }

        boolean contains(String name) {
            if (names.contains(name)) {
                return true;
            }
            for (String prefix : prefixes) {
                if (name.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Rules of one field while a declaration is read. A second, different word on one point is
     * refused.
     */
    static final class Draft {
        private final Map<String, Draft> members = new HashMap<>();
        private @Nullable Draft items;
        private boolean leftOut;
        private boolean emptyIsAbsent;
        private boolean ordered;
        private boolean unordered;
        private List<String> keys = List.of();
        private final Set<String> namesLeftOut = new HashSet<>();
        private @Nullable KeptMembers kept;
        private Reach quantities = Reach.NOTHING;
        private Reach redaction = Reach.NOTHING;
        private List<String> shownPrefixes = List.of();

        /** The draft at {@code spec.containers[].env}; the empty path is this one. */
        Draft at(String path) {
            Draft draft = this;
            for (String step : path.split("\\.", -1)) {
                boolean item = step.endsWith("[]");
                String name = item ? step.substring(0, step.length() - 2) : step;
                checkName(name, path);
                draft = draft.members.computeIfAbsent(name, absent -> new Draft());
                if (item) {
                    if (draft.items == null) {
                        draft.items = new Draft();
                    }
                    draft = draft.items;
                }
            }
            return draft;
        }

        void leaveOut() {
            once(!leftOut);
            leftOut = true;
        }

        void leaveOut(List<String> names) {
            once(!names.isEmpty());
            for (String name : names) {
                once(namesLeftOut.add(name));
            }
        }

        void keep(KeptMembers members) {
            once(kept == null);
            kept = members;
        }

        void emptyIsAbsent() {
            once(!emptyIsAbsent);
            emptyIsAbsent = true;
        }

        void order(boolean kept, List<String> itemKeys) {
            once(!ordered && !unordered);
            ordered = kept;
            unordered = !kept;
            keys = itemKeys;
        }

        void quantities(Reach reach) {
            once(quantities == Reach.NOTHING);
            quantities = reach;
        }

        void redact(Reach reach, List<String> exceptPrefixes) {
            once(redaction == Reach.NOTHING);
            redaction = reach;
            shownPrefixes = exceptPrefixes;
        }

        FieldRules build() {
            checkNothingBelowLeftOut();
            return new FieldRules(this);
        }

        private void checkNothingBelowLeftOut() {
            if (leftOut && (!members.isEmpty() || items != null)) {
                throw new IllegalArgumentException(
                        "below a field that is left out nothing can be declared");
            }
            members.values().forEach(Draft::checkNothingBelowLeftOut);
            if (items != null) {
                items.checkNothingBelowLeftOut();
            }
        }

        private static void once(boolean first) {
            if (!first) {
                throw new IllegalArgumentException("the same is declared twice, or nothing is");
            }
        }

        private static void checkName(String name, String path) {
            for (int i = 0; i < name.length(); i++) {
                if (!Character.isLetterOrDigit(name.charAt(i))) {
                    throw new IllegalArgumentException("paths name fields one by one: " + path);
                }
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException("path with an empty step: " + path);
            }
        }
    }
}
