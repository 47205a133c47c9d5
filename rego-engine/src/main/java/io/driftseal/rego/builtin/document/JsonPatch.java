package io.driftseal.rego.builtin.document;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies JSON patches (RFC 6902), to sets, too: an element of a set is its own key. */
final class JsonPatch {

    private final BuiltinContext context;
    private @Nullable RegoValue root;

    JsonPatch(BuiltinContext context, RegoValue root) {
        this.context = context;
        this.root = root;
    }

    /** The patched document, null where a patch removed all of it. */
    @Nullable RegoValue apply(RegoArray operations) {
        for (RegoValue operation : operations.items()) {
            if (!(operation instanceof RegoObject object)) {
                throw BuiltinException.of(
                        "must be an array of JSON-Patch objects, but at least one element is not an"
                                + " object");
            }
            RegoValue path = required(object, "path");
            RegoValue op = required(object, "op");
            if (!(op instanceof RegoString name)) {
                throw BuiltinException.of(
                        "attribute 'op' must be a string but found: " + op.type().regoName());
            }
            apply(name.text(), JsonPath.parse(path), object);
        }
        return root;
    }

    private static RegoValue required(RegoObject operation, String attribute) {
        RegoValue value = operation.get(attribute);
        if (value == null) {
            throw BuiltinException.of("missing required attribute '" + attribute + "'");
        }
        return value;
    }

    private void apply(String op, List<RegoValue> path, RegoObject operation) {
        switch (op) {
            case "add" -> insert(path, required(operation, "value"));
            case "remove" -> delete(path);
            case "replace" -> {
                delete(path);
                insert(path, required(operation, "value"));
            }
            case "move" -> {
                List<RegoValue> from = JsonPath.parse(required(operation, "from"));
                RegoValue moved = find(from);
                delete(from);
                insert(path, moved);
            }
            case "copy" -> insert(path, find(JsonPath.parse(required(operation, "from"))));
            case "test" -> test(find(path), required(operation, "value"));
            default -> throw BuiltinException.of("unrecognized op: '" + op + "'");
        }
    }

    private static void test(RegoValue found, RegoValue expected) {
        if (!found.equals(expected)) {
            throw BuiltinException.of(
                    "value from EditTree != patch value.\n\nExpected: "
                            + expected
                            + "\n\nFound: "
                            + found);
        }
    }

    private RegoValue present() {
        if (root == null) {
            throw BuiltinException.of("deleted node encountered during insert operation");
        }
        return root;
    }

    private RegoValue find(List<RegoValue> path) {
        RegoValue value = present();
        for (RegoValue segment : path) {
            value = child(value, segment);
        }
        return value;
    }

    private void insert(List<RegoValue> path, RegoValue value) {
        root = path.isEmpty() ? value : edited(present(), path, 0, value);
    }

    private void delete(List<RegoValue> path) {
        RegoValue document = present();
        root = path.isEmpty() ? null : edited(document, path, 0, null);
    }

    /**
     * The value with the last segment's child inserted, or deleted where there is none to insert.
     */
    private RegoValue edited(
            RegoValue value, List<RegoValue> path, int depth, @Nullable RegoValue inserted) {
        RegoValue segment = path.get(depth);
        if (depth == path.size() - 1) {
            return inserted == null ? without(value, segment) : with(value, segment, inserted);
        }
        RegoValue changed = edited(child(value, segment), path, depth + 1, inserted);
        return replaced(value, segment, changed);
    }

    private RegoValue child(RegoValue value, RegoValue segment) {
        context.step(1);
        RegoValue child =
                switch (value) {
                    case RegoObject object -> object.get(segment);
                    case RegoSet set -> set.find(segment);
                    case RegoArray array -> {
                        long index = index(array, segment);
                        yield index >= 0 && index < array.size() ? array.get((int) index) : null;
                    }
                    default -> throw notComposite(value);
                };
        if (child == null) {
            throw BuiltinException.of(
                    "path "
                            + segment
                            + " does not exist in "
                            + value.type().regoName()
                            + " term "
                            + value);
        }
        return child;
    }

    private static BuiltinException notComposite(RegoValue value) {
        return BuiltinException.of(
                "expected composite type, found value: "
                        + value
                        + " (type: "
                        + value.type().regoName()
                        + ")");
    }

    private RegoValue replaced(RegoValue value, RegoValue segment, RegoValue changed) {
        return switch (value) {
            case RegoObject object -> with(object, segment, changed);
            case RegoArray array -> {
                List<RegoValue> items = array.toList();
                items.set((int) index(array, segment), changed);
                yield copied(items);
            }
            case RegoSet set -> {
                RegoSet.Builder rest = RegoSet.builder();
                for (RegoValue item : set.toList()) {
                    rest.add(item.equals(segment) ? changed : item);
                }
                yield rest.build();
            }
            default -> throw notComposite(value);
        };
    }

    private RegoValue with(RegoValue value, RegoValue segment, RegoValue inserted) {
        return switch (value) {
            case RegoObject object -> {
                context.step(object.size());
                context.allocate(64L * object.size());
                yield object.toBuilder().put(segment, inserted).build();
            }
            case RegoSet set -> {
                if (!segment.equals(inserted)) {
                    throw BuiltinException.of(
                            "set key "
                                    + segment
                                    + " does not equal value to be inserted "
                                    + inserted);
                }
                context.step(set.size());
                context.allocate(64L * set.size());
                yield set.toBuilder().add(inserted).build();
            }
            case RegoArray array -> {
                long index = index(array, segment);
                if (index < 0 || index > array.size()) {
                    throw BuiltinException.of("index for array insertion out of bounds");
                }
                List<RegoValue> items = array.toList();
                items.add((int) index, inserted);
                yield copied(items);
            }
            default -> throw notComposite(value);
        };
    }

    private RegoValue copied(List<RegoValue> items) {
        context.step(items.size());
        context.allocate(8L * items.size());
        return RegoArray.copyOf(items);
    }

    private RegoValue without(RegoValue value, RegoValue segment) {
        if (value instanceof RegoArray array) {
            long index = index(array, segment);
            if (index < 0 || index >= array.size()) {
                throw BuiltinException.of("index for array delete out of bounds");
            }
            List<RegoValue> items = array.toList();
            items.remove((int) index);
            return copied(items);
        }
        child(value, segment);
        if (value instanceof RegoObject object) {
            RegoObject.Builder rest = RegoObject.builder();
            context.step(object.size());
            object.forEach((key, item) -> {
                if (!key.equals(segment)) {
                    rest.put(key, item);
                }
            });
            return rest.build();
        }
        RegoSet.Builder rest = RegoSet.builder();
        for (RegoValue item : ((RegoSet) value).toList()) {
            if (!item.equals(segment)) {
                rest.add(item);
            }
        }
        return rest.build();
    }

    private static long index(RegoArray array, RegoValue segment) {
        return switch (segment) {
            case RegoNumber number -> {
                if (!number.isLong()) {
                    throw BuiltinException.of("invalid number type for indexing");
                }
                yield number.longValue();
            }
            case RegoString text -> index(array, text.text());
            default -> throw BuiltinException.of("invalid type for indexing");
        };
    }

    private static long index(RegoArray array, String text) {
        if (text.equals("-")) {
            return array.size();
        }
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean digits =
                text.length() > start
                        && text.length() < 19
                        && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw BuiltinException.of("invalid string for indexing");
        }
        if (text.startsWith("0") && !text.equals("0")) {
            throw BuiltinException.of("leading zeros are not allowed in JSON paths");
        }
        return Long.parseLong(text);
    }
}
