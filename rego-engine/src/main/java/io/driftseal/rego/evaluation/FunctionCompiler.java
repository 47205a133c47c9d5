package io.driftseal.rego.evaluation;

import io.driftseal.rego.json.KeyCache;
import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.MalformedPlanException;
import io.driftseal.rego.plan.Operand;
import io.driftseal.rego.plan.Statement;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.rego.value.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the statements of one function, or of one entry point, to nodes. */
final class FunctionCompiler {

    /** The local of the data document. */
    private static final int DATA = 1;

    private final ProgramCompiler program;
    private final String conflict;
    private final List<Block> body;
    private final int locals;
    private final Map<RegoValue, Integer> constantPlaces = new HashMap<>();
    private final List<RegoValue> constants = new ArrayList<>();

    /** Locals that hold a part of the data document, reached step by step from its root. */
    private final Set<Integer> dataPaths = new HashSet<>();

    private LocalUses uses = LocalUses.unknown();
    private int depth;
    private int nesting;

    /**
     * A compiler for one function.
     *
     * @param conflict what to say when the function has two results
     * @param body what is to be compiled
     * @param locals how many locals it has
     */
    FunctionCompiler(ProgramCompiler program, String conflict, List<Block> body, int locals) {
        this.program = program;
        this.conflict = conflict;
        this.body = body;
        this.locals = locals;
    }

    Node[] compile() throws MalformedPlanException {
        BitSet passedOn = LocalUses.passedOn(body);
        Node[] nodes = new Node[body.size()];
        for (int i = 0; i < nodes.length; i++) {
            uses = LocalUses.of(body.get(i), passedOn, locals);
            nodes[i] = block(body.get(i));
        }
        return nodes;
    }

    private Node[] blocks(List<Block> blocks) throws MalformedPlanException {
        Node[] nodes = new Node[blocks.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = block(blocks.get(i));
        }
        return nodes;
    }

    /** A fresh frame; to be asked for when all blocks are compiled. */
    @Nullable RegoValue[] template() {
        @Nullable RegoValue[] template = new RegoValue[locals + constants.size()];
        for (int i = 0; i < constants.size(); i++) {
            template[locals + i] = constants.get(i);
        }
        return template;
    }

    int nesting() {
        return nesting;
    }

    private Node block(Block block) throws MalformedPlanException {
        return block(uses.acting(block));
    }

    private Node block(List<Statement> statements) throws MalformedPlanException {
        depth++;
        nesting = Math.max(nesting, depth);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            int written = target(statement);
            int target = written;
            while (written != LocalUses.NONE && i + 1 < statements.size()) {
                int moved = uses.moved(target, statements.get(i + 1));
                if (moved == LocalUses.NONE) {
                    break;
                }
                target = moved;
                i++;
            }
            nodes.add(target == written ? node(statement) : moved(statement, target));
        }
        depth--;
        return nodes.size() == 1
                ? nodes.getFirst()
                : new ControlNodes.Sequence(nodes.toArray(new Node[0]));
    }

    /** The local that it writes, for those statements that can as well write to another. */
    private static int target(Statement statement) {
        if (statement instanceof Statement.Dot dot) {
            return dot.target();
        }
        if (statement instanceof Statement.Call call) {
            return call.result();
        }
        return statement instanceof Statement.AssignVar copy ? copy.target() : LocalUses.NONE;
    }

    /** A statement of these that writes to where a copy would have put it. */
    private Node moved(Statement statement, int to) throws MalformedPlanException {
        Target target = new Target(local(to), true);
        if (statement instanceof Statement.Dot dot) {
            return dot(dot, target);
        }
        if (statement instanceof Statement.Call call) {
            return call(call, target);
        }
        if (statement instanceof Statement.AssignVar copy) {
            return new ValueNodes.Assign(operand(copy.source()), to);
        }
        throw new IllegalStateException("writes to no other local: " + statement);
    }

    private Node scan(Statement.Scan s) throws MalformedPlanException {
        List<Statement> inner = uses.acting(s.block());
        int[] to = {s.key(), s.value()};
        boolean moved = true;
        int begin = 0;
        while (moved && begin < inner.size()) {
            moved = false;
            for (int i = 0; i < to.length; i++) {
                int target = uses.moved(to[i], inner.get(begin));
                if (target != LocalUses.NONE && target != to[1 - i]) {
                    to[i] = target;
                    moved = true;
                    begin++;
                    break;
                }
            }
        }
        return new LookupNodes.Scan(
                local(s.source()),
                uses.isRead(to[0]) ? local(to[0]) : LocalUses.NONE,
                uses.isRead(to[1]) ? local(to[1]) : LocalUses.NONE,
                block(inner.subList(begin, inner.size())));
    }

    private Node node(Statement statement) throws MalformedPlanException {
        return switch (statement) {
            case Statement.ReturnLocal s -> new ControlNodes.Return(local(s.source()));
            case Statement.Call s -> call(s, new Target(local(s.result()), false));
            case Statement.CallDynamic s ->
                    new CallNodes.CallDynamic(
                            program.functionTree(),
                            places(s.arguments()),
                            operands(s.path()),
                            local(s.result()));
            case Statement.Blocks s -> blocksNode(blocks(s.blocks()));
            case Statement.Break s -> new ControlNodes.Break(s.index());
            case Statement.Scan s -> scan(s);
            case Statement.Not s -> new ControlNodes.Not(block(s.block()));
            case Statement.With s -> with(s);
            case Statement.Nop _ -> new ControlNodes.Nop();
            case Statement.ResultSetAdd s -> new ControlNodes.ResultSetAdd(local(s.value()));
            case Statement.Dot s -> dot(s, new Target(local(s.target()), false));
            case Statement.Len s -> new LookupNodes.Len(operand(s.source()), local(s.target()));
            case Statement.Equal s -> equal(s);
            case Statement.NotEqual s -> notEqual(s);
            case Statement.IsArray s -> new TestNodes.IsType(operand(s.source()), ValueType.ARRAY);
            case Statement.IsObject s ->
                    new TestNodes.IsType(operand(s.source()), ValueType.OBJECT);
            case Statement.IsSet s -> new TestNodes.IsType(operand(s.source()), ValueType.SET);
            case Statement.IsDefined s -> new TestNodes.IsDefined(local(s.source()));
            case Statement.IsUndefined s -> new TestNodes.IsUndefined(local(s.source()));
            case Statement.AssignInt s -> constant(RegoNumber.of(s.value()), s.target());
            case Statement.AssignVar s ->
                    new ValueNodes.Assign(operand(s.source()), local(s.target()));
            case Statement.AssignVarOnce s ->
                    new ValueNodes.AssignOnce(
                            operand(s.source()), local(s.target()), conflict, s.location());
            case Statement.ResetLocal s -> new ValueNodes.Reset(local(s.target()));
            case Statement.MakeNull s -> constant(RegoNull.NULL, s.target());
            case Statement.MakeNumberInt s -> constant(RegoNumber.of(s.value()), s.target());
            case Statement.MakeNumberRef s -> constant(number(s.string()), s.target());
            case Statement.MakeArray s ->
                    new ValueNodes.MakeArray(Math.min(s.capacity(), 1_024), local(s.target()));
            case Statement.MakeObject s -> new ValueNodes.MakeObject(local(s.target()));
            case Statement.MakeSet s -> new ValueNodes.MakeSet(local(s.target()));
            case Statement.ArrayAppend s ->
                    new ValueNodes.ArrayAppend(operand(s.value()), local(s.array()));
            case Statement.ObjectInsert s ->
                    new ValueNodes.ObjectInsert(
                            operand(s.key()), operand(s.value()), local(s.object()));
            case Statement.ObjectInsertOnce s ->
                    new ValueNodes.ObjectInsertOnce(
                            operand(s.key()), operand(s.value()), local(s.object()), s.location());
            case Statement.ObjectMerge s ->
                    new ValueNodes.ObjectMerge(
                            local(s.left()), local(s.right()), local(s.target()));
            case Statement.SetAdd s -> new ValueNodes.SetAdd(operand(s.value()), local(s.set()));
        };
    }

    private static Node blocksNode(Node[] blocks) {
        return blocks.length == 1
                ? new ControlNodes.SingleBlock(blocks[0])
                : new ControlNodes.Blocks(blocks);
    }

    private Node constant(RegoValue value, int target) throws MalformedPlanException {
        return new ValueNodes.Assign(constant(value), local(target));
    }

    private RegoNumber number(int string) throws MalformedPlanException {
        try {
            return RegoNumber.parse(program.string(string));
        } catch (NumberFormatException e) {
            throw new MalformedPlanException("not a number: string constant " + string);
        }
    }

    private Node dot(Statement.Dot s, Target target) throws MalformedPlanException {
        int source = operand(s.source());
        boolean inData = source == DATA || dataPaths.contains(source);
        if (!target.moved()) {
            if (inData) {
                dataPaths.add(target.local());
            } else {
                dataPaths.remove(target.local());
            }
        }
        if (s.key() instanceof Operand.StringConstant name) {
            return new LookupNodes.Member(source, string(name), target);
        }
        return inData
                ? new LookupNodes.DataDot(source, operand(s.key()), target)
                : new LookupNodes.Dot(source, operand(s.key()), target);
    }

    private Node equal(Statement.Equal s) throws MalformedPlanException {
        if (s.right() instanceof Operand.StringConstant constant) {
            return new TestNodes.EqualString(operand(s.left()), string(constant));
        }
        if (s.left() instanceof Operand.StringConstant constant) {
            return new TestNodes.EqualString(operand(s.right()), string(constant));
        }
        return new TestNodes.Equal(operand(s.left()), operand(s.right()));
    }

    private Node notEqual(Statement.NotEqual s) throws MalformedPlanException {
        return s.right() instanceof Operand.BooleanConstant constant && !constant.value()
                ? new TestNodes.NotFalse(operand(s.left()))
                : new TestNodes.NotEqual(operand(s.left()), operand(s.right()));
    }

    private Node with(Statement.With s) throws MalformedPlanException {
        RegoString[] path = new RegoString[s.path().size()];
        for (int i = 0; i < path.length; i++) {
            path[i] = KeyCache.key(program.string(s.path().get(i)));
        }
        return new ControlNodes.With(local(s.local()), path, operand(s.value()), block(s.block()));
    }

    private Node call(Statement.Call s, Target target) throws MalformedPlanException {
        int[] arguments = operands(s.arguments());
        CompiledFunction function = program.function(s.function());
        if (function != null) {
            if (!function.isDocument() && arguments.length == CompiledFunction.RULE_PARAMETERS) {
                // The planner goes through a package and takes its functions for rules. A function
                // is no document, so there is nothing.
                return new ControlNodes.Break(Node.UNDEFINED);
            }
            if (function.parameterCount() != arguments.length) {
                throw new MalformedPlanException(
                        s.function() + " called with " + arguments.length + " arguments");
            }
            return new CallNodes.Call(function, arguments, target);
        }
        @Nullable RegoValue[] known = new RegoValue[arguments.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = arguments[i] < locals ? null : constants.get(arguments[i] - locals);
        }
        return program.builtinCall(s, arguments, known, target);
    }

    private int[] operands(List<Operand> operands) throws MalformedPlanException {
        int[] places = new int[operands.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = operand(operands.get(i));
        }
        return places;
    }

    private int[] places(List<Integer> indices) throws MalformedPlanException {
        int[] places = new int[indices.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = local(indices.get(i));
        }
        return places;
    }

    /** The place of an operand in the frame. */
    private int operand(Operand operand) throws MalformedPlanException {
        return switch (operand) {
            case Operand.Local local -> local(local.index());
            case Operand.StringConstant constant -> constant(string(constant));
            case Operand.BooleanConstant constant -> constant(RegoBoolean.of(constant.value()));
        };
    }

    private RegoString string(Operand.StringConstant constant) throws MalformedPlanException {
        return KeyCache.key(program.string(constant.index()));
    }

    private int local(int index) throws MalformedPlanException {
        if (index >= locals) {
            throw new MalformedPlanException("no local " + index);
        }
        return index;
    }

    /** Numbers that are equal and print differently must not share a place. */
    private int constant(RegoValue value) {
        if (value instanceof RegoNumber) {
            constants.add(value);
            return locals + constants.size() - 1;
        }
        return constantPlaces.computeIfAbsent(
                value,
                added -> {
                    constants.add(added);
                    return locals + constants.size() - 1;
                });
    }
}
