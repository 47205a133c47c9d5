/**
 * What a builtin function is, how it fails, and the families that implement them.
 *
 * <h2>How a family is written</h2>
 *
 * A family is a class that implements {@link io.driftseal.rego.builtin.BuiltinFamily} and holds
 * builtins that belong together, in a package below this one:
 *
 * <pre>{@code
 * public final class UnitBuiltins implements BuiltinFamily {
 *     public Map<String, Builtin> builtins() {
 *         return Map.of("units.parse", (context, arguments) -> parse(arguments));
 *     }
 *
 *     private static RegoValue parse(RegoValue[] arguments) {
 *         String text = Operand.string(arguments, 1);
 *         if (text.isEmpty()) {
 *             throw BuiltinException.of("no amount provided");
 *         }
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Arguments are never null and are as many as the declaration says; their types are not
 *       checked before. {@link io.driftseal.rego.builtin.Operand} reads them, positions count from
 *       1, and says what OPA says when one has the wrong type.
 *   <li>The answer null means undefined. Errors are {@link
 *       io.driftseal.rego.builtin.BuiltinException}: {@code of} for a bad value (OPA's {@code
 *       eval_builtin_error}), {@code type} for an argument of the wrong type ({@code
 *       eval_type_error}); both make the call undefined unless the evaluation is strict. {@code
 *       halt} ends the evaluation in any mode. Messages are without the builtin's name: the engine
 *       puts it in front.
 *   <li>Builtins are shared by all threads and keep no state but bounded caches of pure results.
 *       What differs between two calls with the same arguments (clock, randomness) comes from the
 *       {@link io.driftseal.rego.builtin.BuiltinContext}, which records it.
 *   <li>Whatever loops or allocates in proportion to anything but the size of its arguments calls
 *       {@code context.step(n)} and {@code context.allocate(bytes)}, which throw when the
 *       evaluation is over its limits or cancelled. Nothing catches that exception. Recursion over
 *       a value is safe, values have a bounded depth.
 *   <li>Where constant arguments allow work at load (a pattern compiled), implement {@code Builtin}
 *       as a class and override {@code prepare}.
 * </ul>
 */
@NullMarked
package io.driftseal.rego.builtin;

import org.jspecify.annotations.NullMarked;
