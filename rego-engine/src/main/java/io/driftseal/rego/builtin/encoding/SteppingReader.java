package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.BuiltinContext;
import java.io.IOException;
import java.io.StringReader;

/** A text that counts what is read of it, so that parsing it ends at the evaluation's limits. */
final class SteppingReader extends StringReader {

    private static final int CHARACTERS_PER_STEP = 16;

    private final BuiltinContext context;

    SteppingReader(BuiltinContext context, String text) {
        super(text);
        this.context = context;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        context.step(1 + Math.max(read, 0) / CHARACTERS_PER_STEP);
        return read;
    }
}
