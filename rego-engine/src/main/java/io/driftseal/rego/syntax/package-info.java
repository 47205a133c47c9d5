/**
 * Rego's own syntax, as OPA 1.22.2 reads it: from the text of a module to the value that OPA writes
 * of its tree. Knows values and nothing else of the engine.
 *
 * <p>A module goes through these stages: {@link io.driftseal.rego.syntax.Scanner} finds tokens, the
 * parsers that {@link io.driftseal.rego.syntax.Grammar} joins make statements of them, {@link
 * io.driftseal.rego.syntax.ModuleAssembler} makes a module of the statements and {@link
 * io.driftseal.rego.syntax.TreeWriter} its value.
 *
 * <p>A parser that cannot go on answers null and leaves an error in the stream of tokens. Whoever
 * has another reading to try puts the stream back to where it was, which takes the errors back,
 * too; a text is refused for the errors that are left at its end. OPA's language is defined by what
 * its parser does then, so that the order of the attempts is part of the language.
 */
@NullMarked
package io.driftseal.rego.syntax;

import org.jspecify.annotations.NullMarked;
