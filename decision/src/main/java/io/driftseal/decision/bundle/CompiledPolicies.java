package io.driftseal.decision.bundle;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where policies may lie compiled already. Only what was compiled from exactly the policies in
 * question is used, and only if it is whole; everything else is compiled.
 *
 * @param shipped directory that came with the program and that nobody writes, made by {@link
 *     PolicyCompiler#ship}; may not be there
 * @param kept directory of this process alone, where what it compiles is kept; made if it is not
 *     there
 */
public record CompiledPolicies(Optional<Path> shipped, Optional<Path> kept) {
    /** Compiles at every start. */
    public static final CompiledPolicies NOWHERE =
            new CompiledPolicies(Optional.empty(), Optional.empty());
}
