package io.driftseal.rego.plan;

import java.util.List;

/** One of the 34 kinds of statements. Numbers are indices of locals, unless named otherwise. */
public sealed interface Statement {

    /** Where it comes from. */
    Location location();

    record ReturnLocal(int source, Location location) implements Statement {}

    record Call(String function, List<Operand> arguments, int result, Location location)
            implements Statement {}

    record CallDynamic(List<Integer> arguments, int result, List<Operand> path, Location location)
            implements Statement {}

    record Blocks(List<Block> blocks, Location location) implements Statement {}

    /** {@code index} counts the enclosing blocks to leave, 0 being the innermost. */
    record Break(int index, Location location) implements Statement {}

    record Dot(Operand source, Operand key, int target, Location location) implements Statement {}

    record Len(Operand source, int target, Location location) implements Statement {}

    record Scan(int source, int key, int value, Block block, Location location)
            implements Statement {}

    record Not(Block block, Location location) implements Statement {}

    record AssignInt(long value, int target, Location location) implements Statement {}

    record AssignVar(Operand source, int target, Location location) implements Statement {}

    record AssignVarOnce(Operand source, int target, Location location) implements Statement {}

    record ResetLocal(int target, Location location) implements Statement {}

    record MakeNull(int target, Location location) implements Statement {}

    record MakeNumberInt(long value, int target, Location location) implements Statement {}

    /** {@code string} is the index of the string constant that is the number's literal. */
    record MakeNumberRef(int string, int target, Location location) implements Statement {}

    record MakeArray(int capacity, int target, Location location) implements Statement {}

    record MakeObject(int target, Location location) implements Statement {}

    record MakeSet(int target, Location location) implements Statement {}

    record Equal(Operand left, Operand right, Location location) implements Statement {}

    record NotEqual(Operand left, Operand right, Location location) implements Statement {}

    record IsArray(Operand source, Location location) implements Statement {}

    record IsObject(Operand source, Location location) implements Statement {}

    record IsSet(Operand source, Location location) implements Statement {}

    record IsDefined(int source, Location location) implements Statement {}

    record IsUndefined(int source, Location location) implements Statement {}

    record ArrayAppend(Operand value, int array, Location location) implements Statement {}

    record ObjectInsert(Operand key, Operand value, int object, Location location)
            implements Statement {}

    record ObjectInsertOnce(Operand key, Operand value, int object, Location location)
            implements Statement {}

    record ObjectMerge(int left, int right, int target, Location location) implements Statement {}

    record SetAdd(Operand value, int set, Location location) implements Statement {}

    /** {@code path} holds indices of string constants. */
    record With(int local, List<Integer> path, Operand value, Block block, Location location)
            implements Statement {}

    record Nop(Location location) implements Statement {}

    record ResultSetAdd(int value, Location location) implements Statement {}
}
