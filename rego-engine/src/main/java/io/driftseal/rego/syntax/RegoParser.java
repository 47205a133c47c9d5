package io.driftseal.rego.syntax;

import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import java.util.List;

/** Reads modules in the language of OPA 1.22.2, Rego v1. */
public final class RegoParser {

    /** Bytes that a module may have. */
    public static final int MAXIMUM_BYTES = 1 << 20;

    private RegoParser() {}

    /**
     * The tree of a module, as OPA's {@code rego.parse_module} answers it.
     *
     * @param file the name that comments and errors have; need not exist
     * @throws SyntaxException if the text is no module, is longer than {@link #MAXIMUM_BYTES} or
     *     nests deeper than a value may; the problem is OPA's where OPA refuses it, too
     */
    public static RegoObject parse(String file, RegoString text, Work work) throws SyntaxException {
        byte[] source = text.utf8();
        if (source.length > MAXIMUM_BYTES) {
            throw new SyntaxException("modules have up to " + MAXIMUM_BYTES + " bytes");
        }
        work.allocate(source.length);
        try {
            return read(file, source, work);
        } catch (NestingException | TreeWriter.UnwritableException e) {
            throw new SyntaxException(String.valueOf(e.getMessage()));
        }
    }

    private static RegoObject read(String file, byte[] source, Work work) throws SyntaxException {
        var tokens = new TokenStream(source, work);
        List<Statement> statements = new ModuleParser(new Grammar(tokens)).statements();
        if (tokens.hasErrors()) {
            throw SyntaxException.of(tokens.errors(), file, source);
        }
        if (statements.isEmpty()) {
            throw new SyntaxException(
                    new SyntaxError("empty module", null, false).text(file, source));
        }
        var assembler = new ModuleAssembler();
        ModuleTree module = assembler.assemble(statements, tokens.comments());
        if (module == null) {
            throw SyntaxException.of(assembler.errors(), file, source);
        }
        return new TreeWriter(file, source, work).write(module);
    }
}
