package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/** Reading from arrays, objects and sets. */
final class LookupNodes {

    private LookupNodes() {}

    /** The element of {@code source} under {@code key}, or null. */
    static @Nullable RegoValue find(@Nullable RegoValue source, @Nullable RegoValue key) {
        if (key == null) {
            return null;
        }
        return switch (source) {
            case RegoObject object -> object.get(key);
            case RegoArray array -> array.find(key);
            case RegoSet set -> set.find(key);
            case null, default -> null;
        };
    }

    static final class Dot extends Node {
        private final int source;
        private final int key;
        private final Target target;

        Dot(int source, int key, Target target) {
            this.source = source;
            this.key = key;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return target.write(frame, find(frame[source], frame[key]));
        }
    }

    /**
     * A step into the data document. Its path is one of names: {@code data.list[2]} also is the
     * member {@code "2"} of an object.
     */
    static final class DataDot extends Node {
        private final int source;
        private final int key;
        private final Target target;

        DataDot(int source, int key, Target target) {
            this.source = source;
            this.key = key;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue found = find(frame[source], frame[key]);
            if (found == null
                    && frame[source] instanceof RegoObject object
                    && frame[key] instanceof RegoNumber number) {
                found = object.get(RegoString.of(number.literal()));
            }
            return target.write(frame, found);
        }
    }

    /** A member by a name that the plan fixes. */
    static final class Member extends Node {
        private final int source;
        private final RegoString name;
        private final Target target;

        Member(int source, RegoString name, Target target) {
            this.source = source;
            this.name = name;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue from = frame[source];
            RegoValue found =
                    from instanceof RegoObject object ? object.get(name) : find(from, name);
            return target.write(frame, found);
        }
    }

    static final class Len extends Node {
        private final int source;
        private final int target;

        Len(int source, int target) {
            this.source = source;
            this.target = target;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            int length =
                    switch (frame[source]) {
                        case RegoArray array -> array.size();
                        case RegoObject object -> object.size();
                        case RegoSet set -> set.size();
                        case RegoString string -> string.runeCount();
                        case null, default -> 0;
                    };
            frame[target] = RegoNumber.of(length);
            return NEXT;
        }
    }

    /**
     * Runs a block for every element; over anything else than a composite, never. Key and value are
     * {@link LocalUses#NONE} where nothing reads them.
     */
    static final class Scan extends Node {
        private final int source;
        private final int key;
        private final int value;
        private final Node block;

        Scan(int source, int key, int value, Node block) {
            this.source = source;
            this.key = key;
            this.value = value;
            this.block = block;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return switch (frame[source]) {
                case RegoArray array -> scan(evaluation, frame, array);
                case RegoObject object -> scan(evaluation, frame, object);
                case RegoSet set -> scan(evaluation, frame, set);
                case null, default -> NEXT;
            };
        }

        private int scan(Evaluation evaluation, @Nullable RegoValue[] frame, RegoArray array) {
            for (int i = 0; i < array.size(); i++) {
                evaluation.step();
                if (key >= 0) {
                    frame[key] = RegoNumber.of(i);
                }
                if (value >= 0) {
                    frame[value] = array.get(i);
                }
                int result = block.run(evaluation, frame);
                if (result > UNDEFINED) {
                    return leave(result);
                }
            }
            return NEXT;
        }

        private int scan(Evaluation evaluation, @Nullable RegoValue[] frame, RegoObject object) {
            for (int i = 0; i < object.size(); i++) {
                evaluation.step();
                if (key >= 0) {
                    frame[key] = object.keyAt(i);
                }
                if (value >= 0) {
                    frame[value] = object.valueAt(i);
                }
                int result = block.run(evaluation, frame);
                if (result > UNDEFINED) {
                    return leave(result);
                }
            }
            return NEXT;
        }

        private int scan(Evaluation evaluation, @Nullable RegoValue[] frame, RegoSet set) {
            for (int i = 0; i < set.size(); i++) {
                evaluation.step();
                RegoValue element = set.elementAt(i);
                if (key >= 0) {
                    frame[key] = element;
                }
                if (value >= 0) {
                    frame[value] = element;
                }
                int result = block.run(evaluation, frame);
                if (result > UNDEFINED) {
                    return leave(result);
                }
            }
            return NEXT;
        }
    }
}
