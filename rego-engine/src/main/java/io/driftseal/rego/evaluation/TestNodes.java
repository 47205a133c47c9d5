package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.rego.value.ValueType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Conditions: undefined unless they hold. */
final class TestNodes {

    private TestNodes() {}

    static final class Equal extends Node {
        private final int left;
        private final int right;

        Equal(int left, int right) {
            this.left = left;
            this.right = right;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            evaluation.comparing(frame[left]);
            return Objects.equals(frame[left], frame[right]) ? NEXT : UNDEFINED;
        }
    }

    /** Compares with a string that the plan fixes. */
    static final class EqualString extends Node {
        private final int source;
        private final RegoString constant;

        EqualString(int source, RegoString constant) {
            this.source = source;
            this.constant = constant;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return constant.equals(frame[source]) ? NEXT : UNDEFINED;
        }
    }

    static final class NotEqual extends Node {
        private final int left;
        private final int right;

        NotEqual(int left, int right) {
            this.left = left;
            this.right = right;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            evaluation.comparing(frame[left]);
            return Objects.equals(frame[left], frame[right]) ? UNDEFINED : NEXT;
        }
    }

    /** {@code x} as a condition: anything but false. */
    static final class NotFalse extends Node {
        private final int source;

        NotFalse(int source) {
            this.source = source;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // There are two booleans.
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return frame[source] == RegoBoolean.FALSE ? UNDEFINED : NEXT;
        }
    }

    static final class IsType extends Node {
        private final int source;
        private final ValueType type;

        IsType(int source, ValueType type) {
            this.source = source;
            this.type = type;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue value = frame[source];
            return value != null && value.type() == type ? NEXT : UNDEFINED;
        }
    }

    static final class IsDefined extends Node {
        private final int source;

        IsDefined(int source) {
            this.source = source;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return frame[source] == null ? UNDEFINED : NEXT;
        }
    }

    static final class IsUndefined extends Node {
        private final int source;

        IsUndefined(int source) {
            this.source = source;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return frame[source] == null ? NEXT : UNDEFINED;
        }
    }
}
