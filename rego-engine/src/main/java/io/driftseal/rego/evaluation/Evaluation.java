package io.driftseal.rego.evaluation;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.EvaluationStoppedException;
import io.driftseal.rego.builtin.EvaluationStoppedException.Reason;
import io.driftseal.rego.plan.Location;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The state of one evaluation: what it may still spend, remembers and has to report. */
public final class Evaluation implements BuiltinContext {

    /** Rough sizes of what plans make, for {@link Limits#bytes}. */
    static final long COMPOSITE_BYTES = 64;

    static final long ITEM_BYTES = 16;
    static final long MEMBER_BYTES = 48;

    /** Steps between two looks at the clock and at the cancellation. */
    private static final int STRIDE = 512;

    private static final int CALLS_BETWEEN_LOOKS = 16;
    private static final int ELEMENTS_PER_STEP = 16;
    private static final int CHARACTERS_PER_ELEMENT = 64;

    /** Stands for "undefined" among the remembered values, where null is "not yet known". */
    private static final RegoValue UNDEFINED = RegoString.of("undefined");

    /** Arguments up to which calls share an array; builtins of more are few and seldom called. */
    private static final int SHARED_ARGUMENTS = 4;

    private static final int MAXIMUM_LINES = 1_000;
    private static final int MAXIMUM_LINE_LENGTH = 10_000;

    private final Limits limits;
    private final boolean strict;
    private final Nondeterminism nondeterminism;
    private final BooleanSupplier cancelled;
    private final long started = System.nanoTime();
    private final List<String> printed = new ArrayList<>(0);
    private final List<String> notes = new ArrayList<>(0);

    /** What the function that just returned answered. */
    @Nullable RegoValue returned;

    private RegoSet.@Nullable Builder results;
    private @Nullable RegoValue[] memory = new RegoValue[0];
    private final RegoValue[] @Nullable [] shared = new RegoValue[SHARED_ARGUMENTS + 1][];
    private int fuel = STRIDE;
    private long burnt;
    private long bytes;
    private int nesting;
    private int calls;
    private Location location = Location.UNKNOWN;

    /**
     * A fresh one, whose time runs from now on.
     *
     * @param cancelled asked every few hundred steps
     */
    public Evaluation(
            Limits limits,
            boolean strict,
            Nondeterminism nondeterminism,
            BooleanSupplier cancelled) {
        this.limits = limits;
        this.strict = strict;
        this.nondeterminism = nondeterminism;
        this.cancelled = cancelled;
    }

    void begin(int functionCount) {
        if (cancelled.getAsBoolean()) {
            throw new EvaluationStoppedException(Reason.CANCELLED);
        }
        memory = new RegoValue[functionCount];
    }

    void addResult(RegoValue result) {
        if (results == null) {
            results = RegoSet.builder();
        }
        results.add(result);
    }

    RegoSet results() {
        return results == null ? RegoSet.EMPTY : results.build();
    }

    void step() {
        if (--fuel < 0) {
            refuel();
        }
    }

    @Override
    public void step(long count) {
        if (count < fuel) {
            fuel -= (int) count;
        } else {
            burnt += count;
            refuel();
        }
    }

    /**
     * An array for the arguments of one call, which the next call of as many writes over: no
     * builtin keeps it and none calls another through the evaluation.
     */
    RegoValue[] arguments(int count) {
        if (count > SHARED_ARGUMENTS) {
            return new RegoValue[count];
        }
        RegoValue[] known = shared[count];
        if (known == null) {
            known = new RegoValue[count];
            shared[count] = known;
        }
        return known;
    }

    /**
     * Counts a builtin's call by the size of what it is given, since most look at all of it, and
     * looks at clock and cancellation every few calls, since some take long without that.
     */
    void calling(RegoValue[] arguments) {
        for (RegoValue argument : arguments) {
            weigh(argument);
        }
        if (++calls % CALLS_BETWEEN_LOOKS == 0) {
            look();
        }
    }

    /** Counts a comparison that may go through all of the value. */
    void comparing(@Nullable RegoValue value) {
        if (value instanceof RegoArray || value instanceof RegoObject || value instanceof RegoSet) {
            weigh(value);
            if (++calls % CALLS_BETWEEN_LOOKS == 0) {
                look();
            }
        }
    }

    /** Steps by the value's own size; small ones are part of the statement that has them. */
    private void weigh(RegoValue value) {
        int size = size(value);
        if (size >= ELEMENTS_PER_STEP) {
            step(size / ELEMENTS_PER_STEP);
        }
    }

    /** A chain of tests, texts first: a switch over patterns costs more than what it finds. */
    private static int size(RegoValue value) {
        if (value instanceof RegoString string) {
            return string.text().length() / CHARACTERS_PER_ELEMENT;
        }
        if (value instanceof RegoArray array) {
            return array.size();
        }
        if (value instanceof RegoObject object) {
            return object.size();
        }
        return value instanceof RegoSet set ? set.size() : 0;
    }

    private void refuel() {
        burnt += STRIDE - Math.max(fuel, 0);
        fuel = STRIDE;
        if (burnt > limits.steps() || burnt < 0) {
            throw new EvaluationStoppedException(Reason.STEPS);
        }
        look();
    }

    private void look() {
        if (cancelled.getAsBoolean()) {
            throw new EvaluationStoppedException(Reason.CANCELLED);
        }
        if (System.nanoTime() - started > limits.nanos()) {
            throw new EvaluationStoppedException(Reason.DEADLINE);
        }
    }

    @Override
    public void allocate(long added) {
        bytes += added;
        if (bytes > limits.bytes() || bytes < 0) {
            throw new EvaluationStoppedException(Reason.MEMORY);
        }
    }

    /** Counts what a builtin made, by its own size: what is in it was there or was counted. */
    void charge(RegoValue value) {
        weigh(value);
        switch (value) {
            case RegoString string -> allocate(string.text().length() * 2L);
            case RegoArray array -> allocate(ITEM_BYTES * array.size());
            case RegoSet set -> allocate(MEMBER_BYTES * set.size());
            case RegoObject object -> allocate(MEMBER_BYTES * object.size());
            default -> {}
        }
    }

    void enter(int blocks) {
        nesting += blocks;
        if (nesting > limits.nesting()) {
            throw new EvaluationStoppedException(Reason.DEPTH);
        }
    }

    void leave(int blocks) {
        nesting -= blocks;
    }

    @Nullable RegoValue remembered(int function) {
        return memory[function];
    }

    @SuppressWarnings("ReferenceEquality") // A marker, not a value.
    static boolean isUndefined(RegoValue remembered) {
        return remembered == UNDEFINED;
    }

    void remember(int function, @Nullable RegoValue value) {
        memory[function] = value == null ? UNDEFINED : value;
    }

    /** Begins with nothing remembered; answers what was, for {@link #remember(RegoValue[])}. */
    @Nullable RegoValue[] forget() {
        @Nullable RegoValue[] before = memory;
        memory = new RegoValue[before.length];
        allocate(Long.BYTES * (long) before.length);
        return before;
    }

    void remember(@Nullable RegoValue[] before) {
        memory = before;
    }

    void at(Location called) {
        location = called;
    }

    @Override
    public long nowNanos() {
        return nondeterminism.nowNanos();
    }

    @Override
    public RegoValue nondeterministic(
            String builtin, RegoValue arguments, Function<RandomGenerator, RegoValue> maker) {
        return nondeterminism.value(builtin, arguments, maker);
    }

    @Override
    public void print(String line) {
        note(printed, line);
    }

    @Override
    public void trace(String note) {
        note(notes, note);
    }

    /** The first thousand lines, each cut: a policy in a loop must not fill the log. */
    private void note(List<String> lines, String line) {
        if (lines.size() < MAXIMUM_LINES) {
            lines.add(
                    line.length() <= MAXIMUM_LINE_LENGTH
                            ? line
                            : line.substring(0, MAXIMUM_LINE_LENGTH));
        }
    }

    @Override
    public boolean strictErrors() {
        return strict;
    }

    @Override
    public String location() {
        return location.toString();
    }

    public List<String> printed() {
        return List.copyOf(printed);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public RegoObject recorded() {
        return nondeterminism.recorded();
    }

    public long steps() {
        return burnt + STRIDE - fuel;
    }

    public long bytes() {
        return bytes;
    }
}
