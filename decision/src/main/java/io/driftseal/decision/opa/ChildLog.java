package io.driftseal.decision.opa;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the program says on standard error, into our log. At most 200 lines of 2000 bytes a run: a
 * program that repeats itself must not fill a disk. The rest is read, so that it never blocks, and
 * counted.
 */
final class ChildLog implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ChildLog.class);
    private static final int MAXIMUM_LINES = 200;
    private static final int MAXIMUM_LINE_BYTES = 2_000;

    private final InputStream stream;
    private final long pid;

    ChildLog(InputStream stream, long pid) {
        this.stream = stream;
        this.pid = pid;
    }

    @Override
    public void run() {
        byte[] line = new byte[MAXIMUM_LINE_BYTES];
        byte[] chunk = new byte[8192];
        int length = 0;
        long lines = 0;
        try {
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                for (int i = 0; i < read; i++) {
                    if (chunk[i] == '\n') {
                        report(line, length, ++lines);
                        length = 0;
                    } else if (length < line.length) {
                        line[length++] = chunk[i];
                    }
                }
            }
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("pid", pid).log("policy engine's log ended early");
        }
        if (lines > MAXIMUM_LINES) {
            LOG.atWarn()
                    .addKeyValue("pid", pid)
                    .addKeyValue("dropped", lines - MAXIMUM_LINES)
                    .log("policy engine said more than is logged");
        }
    }

    private void report(byte[] line, int length, long lines) {
        if (lines <= MAXIMUM_LINES) {
            LOG.atWarn()
                    .addKeyValue("pid", pid)
                    .addKeyValue("line", new String(line, 0, length, StandardCharsets.UTF_8))
                    .log("policy engine says");
        }
    }
}
