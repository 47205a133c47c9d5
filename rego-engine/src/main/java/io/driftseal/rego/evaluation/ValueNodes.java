package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Location;
import io.driftseal.rego.value.Construction;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/** Assigning locals and building values in them. */
final class ValueNodes {

    private ValueNodes() {}

    /** A copy of another local or of a constant, null included. */
    static final class Assign extends Node {
        private final int source;
        private final int target;

        Assign(int source, int target) {
            this.source = source;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            frame[target] = frame[source];
            return NEXT;
        }
    }

    static final class AssignOnce extends Node {
        private final int source;
        private final int target;
        private final String conflict;
        private final Location location;

        AssignOnce(int source, int target, String conflict, Location location) {
            this.source = source;
            this.target = target;
            this.conflict = conflict;
            this.location = location;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue value = frame[source];
            RegoValue before = frame[target];
            evaluation.comparing(before);
            if (before != null && !before.equals(value)) {
                throw EvaluationFailedException.conflict(conflict, location);
            }
            frame[target] = value;
            return NEXT;
        }
    }

    static final class Reset extends Node {
        private final int target;

        Reset(int target) {
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            frame[target] = null;
            return NEXT;
        }
    }

    static final class MakeArray extends Node {
        private final int capacity;
        private final int target;

        MakeArray(int capacity, int target) {
            this.capacity = capacity;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            evaluation.allocate(Evaluation.COMPOSITE_BYTES);
            frame[target] = Construction.array(capacity);
            return NEXT;
        }
    }

    static final class MakeObject extends Node {
        private final int target;

        MakeObject(int target) {
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            evaluation.allocate(Evaluation.COMPOSITE_BYTES);
            frame[target] = Construction.object(4);
            return NEXT;
        }
    }

    static final class MakeSet extends Node {
        private final int target;

        MakeSet(int target) {
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            evaluation.allocate(Evaluation.COMPOSITE_BYTES);
            frame[target] = Construction.set();
            return NEXT;
        }
    }

    static final class ArrayAppend extends Node {
        private final int value;
        private final int array;

        ArrayAppend(int value, int array) {
            this.value = value;
            this.array = array;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            if (!(frame[array] instanceof RegoArray into) || frame[value] == null) {
                return UNDEFINED;
            }
            evaluation.allocate(Evaluation.ITEM_BYTES);
            Construction.append(into, frame[value]);
            return NEXT;
        }
    }

    static final class SetAdd extends Node {
        private final int value;
        private final int set;

        SetAdd(int value, int set) {
            this.value = value;
            this.set = set;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            if (!(frame[set] instanceof RegoSet into) || frame[value] == null) {
                return UNDEFINED;
            }
            evaluation.allocate(Evaluation.MEMBER_BYTES);
            Construction.add(into, frame[value]);
            return NEXT;
        }
    }

    static final class ObjectInsert extends Node {
        private final int key;
        private final int value;
        private final int object;

        ObjectInsert(int key, int value, int object) {
            this.key = key;
            this.value = value;
            this.object = object;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue name = frame[key];
            RegoValue member = frame[value];
            if (!(frame[object] instanceof RegoObject into) || name == null || member == null) {
                return UNDEFINED;
            }
            evaluation.allocate(Evaluation.MEMBER_BYTES);
            Construction.insert(into, name, member);
            return NEXT;
        }
    }

    static final class ObjectInsertOnce extends Node {
        private final int key;
        private final int value;
        private final int object;
        private final Location location;

        ObjectInsertOnce(int key, int value, int object, Location location) {
            this.key = key;
            this.value = value;
            this.object = object;
            this.location = location;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue name = frame[key];
            RegoValue member = frame[value];
            if (!(frame[object] instanceof RegoObject into) || name == null || member == null) {
                return UNDEFINED;
            }
            RegoValue before = into.get(name);
            if (before == null) {
                evaluation.allocate(Evaluation.MEMBER_BYTES);
                Construction.insert(into, name, member);
                return NEXT;
            }
            evaluation.comparing(before);
            if (!before.equals(member)) {
                throw EvaluationFailedException.conflict("object keys must be unique", location);
            }
            return NEXT;
        }
    }

    /** Both objects in one; where both have a member, objects are merged and else the left wins. */
    static final class ObjectMerge extends Node {
        private final int left;
        private final int right;
        private final int target;

        ObjectMerge(int left, int right, int target) {
            this.left = left;
            this.right = right;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue merged = merge(evaluation, frame[left], frame[right]);
            frame[target] = merged;
            return merged == null ? UNDEFINED : NEXT;
        }

        private static @Nullable RegoValue merge(
                Evaluation evaluation, @Nullable RegoValue left, @Nullable RegoValue right) {
            if (left == null) {
                return right;
            }
            if (!(left instanceof RegoObject one) || !(right instanceof RegoObject other)) {
                return left;
            }
            evaluation.step((long) one.size() + other.size());
            evaluation.allocate(Evaluation.MEMBER_BYTES * ((long) one.size() + other.size()));
            RegoObject.Builder builder = other.toBuilder();
            one.forEach((key, value) -> {
                RegoValue both = merge(evaluation, value, other.get(key));
                builder.put(key, both == null ? value : both);
            });
            return builder.build();
        }
    }
}
