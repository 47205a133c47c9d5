package io.driftseal.rego.builtin.document;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code graph.*}: a graph is an object of nodes, each with an array or set of its neighbours. */
public final class ReachabilityBuiltins implements BuiltinFamily {

    /** Nodes on one path: each is a call within the last. */
    private static final int MAXIMUM_PATH = 2_000;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "graph.reachable", ReachabilityBuiltins::reachable,
                "graph.reachable_paths", ReachabilityBuiltins::reachablePaths);
    }

    private static List<RegoValue> initial(RegoValue[] arguments) {
        return switch (arguments[1]) {
            case RegoArray array -> array.items();
            case RegoSet set -> set.toList();
            default -> throw BuiltinException.type(2, arguments[1], "{array, set}");
        };
    }

    private static List<RegoValue> neighbours(RegoValue edges) {
        return switch (edges) {
            case RegoArray array -> array.items();
            case RegoSet set -> set.toList();
            default -> List.of();
        };
    }

    private static RegoValue reachable(BuiltinContext context, RegoValue[] arguments) {
        RegoObject graph = Operand.object(arguments, 1);
        Deque<RegoValue> queue = new ArrayDeque<>(initial(arguments));
        Set<RegoValue> seen = new HashSet<>(queue);
        RegoSet.Builder reached = RegoSet.builder();
        while (!queue.isEmpty()) {
            RegoValue node = queue.remove();
            RegoValue edges = graph.get(node);
            context.step(1);
            if (edges == null) {
                continue;
            }
            reached.add(node);
            for (RegoValue neighbour : neighbours(edges)) {
                context.step(1);
                if (seen.add(neighbour)) {
                    queue.add(neighbour);
                }
            }
        }
        return reached.build();
    }

    private static RegoValue reachablePaths(BuiltinContext context, RegoValue[] arguments) {
        RegoObject graph = Operand.object(arguments, 1);
        PathFinder finder = new PathFinder(context, graph);
        for (RegoValue node : initial(arguments)) {
            RegoValue edges = graph.get(node);
            if (edges != null) {
                finder.start(node, neighbours(edges));
            }
        }
        return finder.paths.build();
    }

    /** Collects the paths from a node on to where they end or come back to themselves. */
    private static final class PathFinder {
        private final BuiltinContext context;
        private final RegoObject graph;
        private final RegoSet.Builder paths = RegoSet.builder();
        private final List<RegoValue> path = new ArrayList<>();
        private final Set<RegoValue> onPath = new HashSet<>();

        PathFinder(BuiltinContext context, RegoObject graph) {
            this.context = context;
            this.graph = graph;
        }

        /** From the first node on, which a path may come back to once. */
        void start(RegoValue node, List<RegoValue> neighbours) {
            path.add(node);
            onPath.add(node);
            if (neighbours.isEmpty()) {
                end();
            }
            neighbours.forEach(this::follow);
            onPath.clear();
            path.clear();
        }

        private void follow(RegoValue node) {
            context.step(1);
            RegoValue edges = graph.get(node);
            if (edges == null) {
                end();
                return;
            }
            if (path.size() == MAXIMUM_PATH) {
                throw BuiltinException.of("path of more than " + MAXIMUM_PATH + " nodes");
            }
            path.add(node);
            boolean first = onPath.add(node);
            List<RegoValue> neighbours = neighbours(edges);
            if (neighbours.isEmpty()) {
                end();
            }
            for (RegoValue neighbour : neighbours) {
                if (onPath.contains(neighbour)) {
                    end();
                } else {
                    follow(neighbour);
                }
            }
            if (first) {
                onPath.remove(node);
            }
            path.removeLast();
        }

        private void end() {
            context.step(path.size());
            context.allocate(16L + 8L * path.size());
            paths.add(RegoArray.copyOf(path));
        }
    }
}
