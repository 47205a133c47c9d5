package io.driftseal.scanner.check;

import java.util.List;

/**
 * One question about a workload. Pure: all it knows is in the subject, and no check needs another.
 */
@FunctionalInterface
public interface Check {

    /** What deviates; empty if nothing does or this check has nothing to look at. */
    List<Finding> findings(Subject subject);
}
