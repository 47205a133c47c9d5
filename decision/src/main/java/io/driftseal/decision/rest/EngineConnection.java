package io.driftseal.decision.rest;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the program or a server, one question at a time: as much of HTTP/1.1 as a Go
 * server speaks, read strictly. What is not understood ends the connection.
 */
final class EngineConnection implements AutoCloseable {

    private static final int MAXIMUM_HEAD_BYTES = 16 * 1024;
    private static final int MAXIMUM_LENGTH_DIGITS = 9;
    private static final int NOT_DECLARED = -1;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 [2-5][0-9][0-9]( .*)?");

    private final Wire wire;

    /** Received and not yet read; always ready to be read from. */
    private final ByteBuffer received = ByteBuffer.allocate(MAXIMUM_HEAD_BYTES).limit(0);

    private volatile boolean expired;
    private boolean connected;
    private boolean heard;
    private boolean asked;
    private boolean reusable;

    /**
     * @param wire not connected yet: the first question does it, within its deadline
     */
    EngineConnection(Wire wire) {
        this.wire = wire;
    }

    /**
     * Writes the request and reads the whole answer.
     *
     * @throws TooLargeException if the answer's body is larger than the bound
     */
    RawAnswer.Received ask(int maximumBodyBytes, byte[]... request) throws IOException {
        heard = false;
        asked = reusable;
        reusable = false;
        if (!connected) {
            wire.connect();
            connected = true;
        }
        wire.write(request);
        String status = line();
        if (!STATUS_LINE.matcher(status).matches()) {
            throw new ProtocolException("no status line");
        }
        int code = Integer.parseInt(status.substring(9, 12));
        Head head = head();
        byte[] body = code == 204 || code == 304 ? new byte[0] : body(head, maximumBodyBytes);
        boolean delimited = head.chunked() || head.length() != NOT_DECLARED || code == 204;
        reusable = delimited && !head.closes() && !received.hasRemaining();
        return new RawAnswer.Received(code, body);
    }

    /** At the deadline: whatever blocks on this connection ends now. */
    void expire() {
        expired = true;
        close();
    }

    boolean expired() {
        return expired;
    }

    /** Whether another question may be asked on it. */
    boolean reusable() {
        return reusable;
    }

    /** Whether it had answered before and was closed since, without a word to this question. */
    boolean closedUnasked() {
        return asked && !heard;
    }

    private Head head() throws IOException {
        int length = NOT_DECLARED;
        boolean chunked = false;
        boolean closes = false;
        int bytes = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            bytes += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || bytes > MAXIMUM_HEAD_BYTES) {
                throw new ProtocolException("malformed head");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> {
                    if (length != NOT_DECLARED) {
                        throw new ProtocolException("two lengths");
                    }
                    length = number(value, 10);
                }
                case "transfer-encoding" -> {
                    if (chunked || !value.equals("chunked")) {
                        throw new ProtocolException("unknown transfer encoding");
                    }
                    chunked = true;
                }
                case "connection" -> closes = !value.equalsIgnoreCase("keep-alive");
                default -> {}
            }
        }
        if (chunked && length != NOT_DECLARED) {
            throw new ProtocolException("two ways to tell the length");
        }
        return new Head(length, chunked, closes);
    }

    private byte[] body(Head head, int maximumBytes) throws IOException {
        if (head.chunked()) {
            return chunks(maximumBytes);
        }
        if (head.length() == NOT_DECLARED) {
            return untilTheEnd(maximumBytes);
        }
        if (head.length() > maximumBytes) {
            throw new TooLargeException();
        }
        byte[] body = new byte[head.length()];
        fill(body);
        return body;
    }

    private byte[] chunks(int maximumBytes) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = number(line(), 16); size > 0; size = number(line(), 16)) {
            if (size > maximumBytes - body.size()) {
                throw new TooLargeException();
            }
            byte[] chunk = new byte[size];
            fill(chunk);
            body.writeBytes(chunk);
            requireEmptyLine();
        }
        requireEmptyLine();
        return body.toByteArray();
    }

    private byte[] untilTheEnd(int maximumBytes) throws IOException {
        var body = new ByteArrayOutputStream();
        do {
            if (received.remaining() > maximumBytes - body.size()) {
                throw new TooLargeException();
            }
            byte[] part = new byte[received.remaining()];
            received.get(part);
            body.writeBytes(part);
        } while (receive());
        return body.toByteArray();
    }

    private void requireEmptyLine() throws IOException {
        if (!line().isEmpty()) {
            throw new ProtocolException("malformed chunk");
        }
    }

    /** Without its CR LF. */
    private String line() throws IOException {
        var line = new StringBuilder(64);
        while (true) {
            int next = next();
            if (next == '\r') {
                if (next() != '\n') {
                    throw new ProtocolException("carriage return alone");
                }
                return line.toString();
            }
            if (line.length() == MAXIMUM_HEAD_BYTES || next == '\n') {
                throw new ProtocolException("malformed line");
            }
            line.append((char) next);
        }
    }

    private int next() throws IOException {
        if (!received.hasRemaining() && !receive()) {
            throw new EOFException("closed");
        }
        return received.get() & 0xFF;
    }

    private void fill(byte[] target) throws IOException {
        int at = Math.min(target.length, received.remaining());
        received.get(target, 0, at);
        ByteBuffer rest = ByteBuffer.wrap(target, at, target.length - at);
        while (rest.hasRemaining()) {
            if (wire.read(rest) < 0) {
                throw new EOFException("closed");
            }
        }
    }

    private boolean receive() throws IOException {
        received.clear();
        int count = wire.read(received);
        received.flip();
        heard |= count > 0;
        return count > 0;
    }

    private static int number(String digits, int radix) throws ProtocolException {
        @Nullable Integer value = null;
        if (digits.length() <= MAXIMUM_LENGTH_DIGITS
                && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
            try {
                value = Integer.valueOf(digits, radix);
            } catch (NumberFormatException e) {
                value = null;
            }
        }
        if (value == null) {
            throw new ProtocolException("not a length");
        }
        return value;
    }

    @Override
    public void close() {
        wire.close();
    }

    private record Head(int length, boolean chunked, boolean closes) {}

    /** More than anybody wants to read. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
