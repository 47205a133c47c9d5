package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/** Blocks, jumps, negation and replacement. */
final class ControlNodes {

    private ControlNodes() {}

    /** Statements one after the other. */
    static final class Sequence extends Node {
        private final Node[] nodes;

        Sequence(Node[] nodes) {
            this.nodes = nodes;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            for (Node node : nodes) {
                int result = node.run(evaluation, frame);
                if (result != NEXT) {
                    return result;
                }
            }
            return NEXT;
        }
    }

    /** Blocks one after the other, each whatever became of the one before. */
    static final class Blocks extends Node {
        private final Node[] blocks;

        Blocks(Node[] blocks) {
            this.blocks = blocks;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            for (Node block : blocks) {
                int result = block.run(evaluation, frame);
                if (result > UNDEFINED) {
                    return leave(result);
                }
            }
            return NEXT;
        }
    }

    /** One block; by far the most frequent number of them. */
    static final class SingleBlock extends Node {
        private final Node block;

        SingleBlock(Node block) {
            this.block = block;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            int result = block.run(evaluation, frame);
            return result > UNDEFINED ? leave(result) : NEXT;
        }
    }

    static final class Break extends Node {
        private final int index;

        Break(int index) {
            this.index = index;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return index;
        }
    }

    static final class Nop extends Node {
        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return NEXT;
        }
    }

    static final class Return extends Node {
        private final int source;

        Return(int source) {
            this.source = source;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            evaluation.returned = frame[source];
            return RETURN;
        }
    }

    static final class ResultSetAdd extends Node {
        private final int value;

        ResultSetAdd(int value) {
            this.value = value;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue result = frame[value];
            if (result == null) {
                return UNDEFINED;
            }
            evaluation.addResult(result);
            return NEXT;
        }
    }

    static final class Not extends Node {
        private final Node block;

        Not(Node block) {
            this.block = block;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            int result = block.run(evaluation, frame);
            return switch (result) {
                case NEXT -> UNDEFINED;
                case UNDEFINED -> NEXT;
                default -> leave(result);
            };
        }
    }

    /**
     * Runs a block with a local, or a part of the document in it, replaced. What was remembered of
     * rules depends on what is replaced, so the block begins without and leaves nothing behind.
     */
    static final class With extends Node {
        private final int local;
        private final RegoString[] path;
        private final int value;
        private final Node block;

        With(int local, RegoString[] path, int value, Node block) {
            this.local = local;
            this.path = path;
            this.value = value;
            this.block = block;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue saved = frame[local];
            @Nullable RegoValue[] remembered = evaluation.forget();
            try {
                RegoValue replacement = frame[value];
                frame[local] =
                        path.length == 0 || replacement == null
                                ? replacement
                                : upsert(evaluation, saved, 0, replacement);
                int result = block.run(evaluation, frame);
                return result > UNDEFINED ? leave(result) : result;
            } finally {
                frame[local] = saved;
                evaluation.remember(remembered);
            }
        }

        private RegoValue upsert(
                Evaluation evaluation, @Nullable RegoValue in, int step, RegoValue replacement) {
            if (step == path.length) {
                return replacement;
            }
            RegoObject object = in instanceof RegoObject given ? given : RegoObject.EMPTY;
            evaluation.step(object.size());
            evaluation.allocate(Evaluation.MEMBER_BYTES * (object.size() + 1L));
            return object.toBuilder()
                    .put(
                            path[step],
                            upsert(evaluation, object.get(path[step]), step + 1, replacement))
                    .build();
        }
    }
}
