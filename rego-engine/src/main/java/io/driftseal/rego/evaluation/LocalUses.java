package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.Operand;
import io.driftseal.rego.plan.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often one outermost block of a function reads each local. The planner copies nearly
 * everything that it finds into a second local before it goes on, and names what nobody asks for:
 * what is read nowhere need not be written, and what such a copy alone reads can go where the copy
 * puts it at once. It also gives every block of a function the same locals; so a local counts in
 * its block alone, unless some block reads what another one, or the caller, may have left in it.
 */
final class LocalUses {

    /** No local: what is found is written nowhere. */
    static final int NONE = LocalAccess.NONE;

    private final BitSet passedOn;
    private final int[] reads;
    private final List<Statement.AssignVar> copies = new ArrayList<>();
    private final Set<Statement> idle = Collections.newSetFromMap(new IdentityHashMap<>());

    private LocalUses(Block block, BitSet passedOn, int locals) {
        this.passedOn = passedOn;
        this.reads = new int[locals];
        count(block);
        dropIdle();
    }

    /** Nothing is known of any local. */
    static LocalUses unknown() {
        return new LocalUses(new Block(List.of()), new BitSet(), 0);
    }

    /**
     * Of a block.
     *
     * @param passedOn as {@link #passedOn(List)} has it for all blocks of the function
     * @param locals how many the function has; others are refused where they are compiled
     */
    static LocalUses of(Block block, BitSet passedOn, int locals) {
        return new LocalUses(block, passedOn, locals);
    }

    /** Locals that one of these blocks may read before it has written them itself. */
    static BitSet passedOn(List<Block> blocks) {
        var found = new BitSet();
        blocks.forEach(block -> passedOn(block, new BitSet(), found));
        return found;
    }

    /** What stands before in the same block was run, and so was what stands before that block. */
    private static void passedOn(Block block, BitSet before, BitSet found) {
        BitSet written = (BitSet) before.clone();
        for (Statement statement : block.statements()) {
            LocalAccess.reads(
                    statement,
                    local -> {
                        if (!written.get(local)) {
                            found.set(local);
                        }
                    });
            for (Block inner : LocalAccess.blocks(statement)) {
                passedOn(inner, entering(statement, written), found);
            }
            int local = LocalAccess.writes(statement);
            if (local != NONE) {
                written.set(local);
            }
        }
    }

    private static BitSet entering(Statement statement, BitSet written) {
        if (!(statement instanceof Statement.Scan scan)) {
            return written;
        }
        BitSet inner = (BitSet) written.clone();
        inner.set(scan.key());
        inner.set(scan.value());
        return inner;
    }

    /** The statements that do something. */
    List<Statement> acting(Block block) {
        List<Statement> acting = new ArrayList<>(block.statements().size());
        for (Statement statement : block.statements()) {
            if (!(statement instanceof Statement.Nop) && !idle.contains(statement)) {
                acting.add(statement);
            }
        }
        return acting;
    }

    /**
     * Where {@code following} puts what was just written to {@code target}, if nothing else reads
     * it from there; else {@link #NONE}.
     */
    int moved(int target, @Nullable Statement following) {
        return following instanceof Statement.AssignVar copy
                        && copy.source() instanceof Operand.Local(int source)
                        && source == target
                        && isKnown(target)
                        && reads[target] == 1
                ? copy.target()
                : NONE;
    }

    boolean isRead(int local) {
        return !isKnown(local) || reads[local] > 0;
    }

    private boolean isKnown(int local) {
        return local < reads.length && !passedOn.get(local);
    }

    /** Copies to where nobody reads; without them what they copy may be read no more. */
    private void dropIdle() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Statement.AssignVar copy : copies) {
                if (!isRead(copy.target()) && idle.add(copy)) {
                    changed = true;
                    LocalAccess.reads(copy, local -> add(local, -1));
                }
            }
        }
    }

    private void count(Block block) {
        for (Statement statement : block.statements()) {
            LocalAccess.reads(statement, local -> add(local, 1));
            if (statement instanceof Statement.AssignVar copy) {
                copies.add(copy);
            }
            LocalAccess.blocks(statement).forEach(this::count);
        }
    }

    private void add(int local, int times) {
        if (local < reads.length) {
            reads[local] += times;
        }
    }
}
