package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.Operand;
import io.driftseal.rego.plan.Statement;
import java.util.List;
import java.util.function.IntConsumer;

/** Which locals one statement reads and writes, the blocks within it left aside. */
final class LocalAccess {

    /** Nothing is written. */
    static final int NONE = -1;

    private final IntConsumer reader;

    private LocalAccess(IntConsumer reader) {
        this.reader = reader;
    }

    static void reads(Statement statement, IntConsumer reader) {
        new LocalAccess(reader).statement(statement);
    }

    /** Blocks within the statement. */
    static List<Block> blocks(Statement statement) {
        return switch (statement) {
            case Statement.Blocks s -> s.blocks();
            case Statement.Not s -> List.of(s.block());
            case Statement.Scan s -> List.of(s.block());
            case Statement.With s -> List.of(s.block());
            case Statement _ -> List.of();
        };
    }

    /**
     * The local that is written when the statement behind this one is reached, or {@link #NONE}:
     * that of a scan is written where its block is reached.
     */
    static int writes(Statement statement) {
        return switch (statement) {
            case Statement.Call s -> s.result();
            case Statement.CallDynamic s -> s.result();
            case Statement.Dot s -> s.target();
            case Statement.Len s -> s.target();
            case Statement.AssignInt s -> s.target();
            case Statement.AssignVar s -> s.target();
            case Statement.AssignVarOnce s -> s.target();
            case Statement.ResetLocal s -> s.target();
            case Statement.MakeNull s -> s.target();
            case Statement.MakeNumberInt s -> s.target();
            case Statement.MakeNumberRef s -> s.target();
            case Statement.MakeArray s -> s.target();
            case Statement.MakeObject s -> s.target();
            case Statement.MakeSet s -> s.target();
            case Statement.ObjectMerge s -> s.target();
            case Statement _ -> NONE;
        };
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Scan s -> read(s.source());
            case Statement.With s -> read(s.local(), s.value());
            case Statement.AssignVar s -> read(s.source());
            case Statement.Call s -> read(s.arguments());
            case Statement.CallDynamic s -> {
                s.arguments().forEach(this::read);
                read(s.path());
            }
            case Statement.AssignVarOnce s -> read(s.target(), s.source());
            case Statement.ReturnLocal s -> read(s.source());
            case Statement.ResultSetAdd s -> read(s.value());
            case Statement.IsDefined s -> read(s.source());
            case Statement.IsUndefined s -> read(s.source());
            case Statement.IsArray s -> read(s.source());
            case Statement.IsObject s -> read(s.source());
            case Statement.IsSet s -> read(s.source());
            case Statement.Len s -> read(s.source());
            case Statement.Dot s -> read(List.of(s.source(), s.key()));
            case Statement.Equal s -> read(List.of(s.left(), s.right()));
            case Statement.NotEqual s -> read(List.of(s.left(), s.right()));
            case Statement.ArrayAppend s -> read(s.array(), s.value());
            case Statement.SetAdd s -> read(s.set(), s.value());
            case Statement.ObjectInsert s -> read(s.object(), s.key(), s.value());
            case Statement.ObjectInsertOnce s -> read(s.object(), s.key(), s.value());
            case Statement.ObjectMerge s -> {
                read(s.left());
                read(s.right());
            }
            case Statement.Blocks _, Statement.Not _, Statement.Break _, Statement.Nop _ -> {}
            case Statement.AssignInt _, Statement.MakeNumberInt _, Statement.MakeNumberRef _ -> {}
            case Statement.MakeNull _, Statement.MakeArray _, Statement.MakeObject _ -> {}
            case Statement.MakeSet _, Statement.ResetLocal _ -> {}
        }
    }

    private void read(int local, Operand... operands) {
        read(local);
        read(List.of(operands));
    }

    private void read(List<Operand> operands) {
        operands.forEach(this::read);
    }

    private void read(Operand operand) {
        if (operand instanceof Operand.Local(int index)) {
            read(index);
        }
    }

    private void read(int local) {
        reader.accept(local);
    }
}
