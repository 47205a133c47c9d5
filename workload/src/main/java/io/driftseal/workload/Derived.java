package io.driftseal.workload;

import java.util.List;
import java.util.Set;

/** What holding a child against its owner's template answers. */
public sealed interface Derived {

    /**
     * The template and named transformations make exactly this child.
     *
     * @param transformations ids of those that changed something of a pod, {@code injectors} among
     *     them; what a controller itself does is not among them
     */
    record Explained(Set<String> transformations) implements Derived {
        public Explained {
            transformations = Set.copyOf(transformations);
        }
    }

    /**
     * Something of the child is neither in the template nor permitted by a transformation.
     *
     * @param difference {@code before} is what the template makes, {@code after} what is there
     * @param dependsOnFacts whether every change is in a field that a transformation fills from
     *     facts of the cluster, so that newer facts could explain it
     */
    record Unexplained(Difference difference, boolean dependsOnFacts) implements Derived {
        public Unexplained {
            if (difference.isEmpty()) {
                throw new IllegalArgumentException("nothing is unexplained");
            }
        }
    }

    /**
     * What is left is only in fields that transformations fill from facts which could not be had:
     * nobody can say. Never to be taken for explained.
     *
     * @param difference what would have to be explained
     * @param causes why the facts could not be had, at least one
     */
    record Undecided(Difference difference, List<String> causes) implements Derived {
        public Undecided {
            causes = List.copyOf(causes);
            if (difference.isEmpty() || causes.isEmpty()) {
                throw new IllegalArgumentException("an open question has a field and a cause");
            }
        }
    }

    /** What is not explained, for whatever reason; empty only for {@link Explained}. */
    default Difference open() {
        return switch (this) {
            case Explained _ -> Difference.none();
            case Unexplained(Difference difference, boolean _) -> difference;
            case Undecided(Difference difference, List<String> _) -> difference;
        };
    }
}
