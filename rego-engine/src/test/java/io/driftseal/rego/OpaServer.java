package io.driftseal.rego;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An {@code opa run --server} over a directory, asked through a socket in the file system. */
public final class OpaServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String HEADER_END = "\r\n\r\n";

    private final Process process;
    private final Path log;
    private final UnixDomainSocketAddress address;

    /** What is printed goes to the log, which is beside the directory. */
    public OpaServer(Path program, Path directory, List<String> options)
            throws IOException, InterruptedException {
        Path socket = directory.resolveSibling("opa.sock");
        this.log = directory.resolveSibling("opa.log");
        this.address = UnixDomainSocketAddress.of(socket);
        Files.deleteIfExists(socket);
        List<String> command =
                new ArrayList<>(
                        List.of(program.toString(), "run", "--server", "--disable-telemetry"));
        command.addAll(options);
        command.addAll(List.of("--addr", "unix://" + socket.toAbsolutePath(), "."));
        this.process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long end = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(Files.readString(log));
            }
            Thread.sleep(10);
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(address);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** OPA did not end within the time that an answer has; it was ended. */
    public static final class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The document at the path for the input: {@code {"result": ...}}, or one with errors.
     *
     * @throws NoAnswerException where there is none; nothing can be asked any more
     */
    public RegoObject evaluate(String path, String input)
            throws IOException, MalformedJsonException {
        byte[] body = ("{\"input\": " + input + "}").getBytes(StandardCharsets.UTF_8);
        String header =
                "POST /v1/data/%s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d%s"
                        .formatted(path, body.length, HEADER_END);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        // OPA has no limits of its own: what goes on for longer takes all memory.
        CompletableFuture<Void> late =
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, ANSWER.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Void> ended = late.thenRun(process::destroyForcibly);
        try (SocketChannel channel = SocketChannel.open(address)) {
            write(channel, header.getBytes(StandardCharsets.US_ASCII));
            write(channel, body);
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                received.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } finally {
            ended.cancel(false);
            late.cancel(false);
        }
        String answer = received.toString(StandardCharsets.UTF_8);
        int end = answer.indexOf(HEADER_END);
        if (end < 0) {
            throw new NoAnswerException();
        }
        byte[] json = answer.substring(end + HEADER_END.length()).getBytes(StandardCharsets.UTF_8);
        return (RegoObject) RegoJsonReader.read(json, JsonReading.AS_GO);
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** What {@code print} said until now, in order. */
    List<String> printed() throws IOException, MalformedJsonException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
            if (!line.startsWith("{")) {
                continue; // Go's own HTTP server complains in plain text.
            }
            RegoObject entry =
                    (RegoObject)
                            RegoJsonReader.read(
                                    line.getBytes(StandardCharsets.UTF_8), JsonReading.AS_GO);
            String message = text(entry.get("msg"));
            if (message != null && entry.get("line") != null) {
                lines.add(message);
            }
        }
        return lines;
    }

    private static @Nullable String text(@Nullable RegoValue value) {
        return value instanceof RegoString string ? string.text() : null;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
