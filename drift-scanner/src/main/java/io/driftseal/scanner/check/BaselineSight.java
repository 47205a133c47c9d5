package io.driftseal.scanner.check;

import io.driftseal.evidence.BaselineRecord;

/** What the baselines say about a workload without a stamp. */
public sealed interface BaselineSight {

    /** Neither it nor anything that it descends from was adopted. */
    record None() implements BaselineSight {}

    /**
     * It was adopted itself.
     *
     * @param record signed, and comparable with what is live
     */
    record Own(BaselineRecord record) implements BaselineSight {}

    /**
     * It came later, made by controllers from something that was adopted and has not changed since.
     *
     * @param record baseline of the nearest adopted ancestor
     */
    record OfAncestor(BaselineRecord record) implements BaselineSight {}

    /**
     * It came later, made from something adopted that was changed since, and is what it was when
     * that was unchanged and explained it.
     *
     * @param record baseline of that ancestor
     */
    record OfEarlierOwner(BaselineRecord record) implements BaselineSight {}

    /**
     * Its owner was adopted, and is no longer what it was then.
     *
     * @param record the owner's baseline
     */
    record OfChangedOwner(BaselineRecord record) implements BaselineSight {}

    /**
     * There is a baseline from which nothing can be concluded.
     *
     * @param why one sentence
     */
    record Unusable(String why) implements BaselineSight {}
}
