package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where kept inputs are read: files, or the services that keep them. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class InputOptions {

    private static final int MAXIMUM_LINE_BYTES = 8 * 1024 * 1024;

    /** Pages of one service: far more than a store of the largest sensible size has. */
    private static final int MAXIMUM_PAGES = 100_000;

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description = "Files of 'driftseal evidence inputs'. May be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description =
                    "https://HOST:PORT of a webhook's internal port. Each replica keeps its own"
                            + " inputs: name all of them.")
    private List<URI> webhooks = new ArrayList<>();

    @Option(
            names = "--scanner",
            paramLabel = "URL",
            description = "https://HOST:PORT of the drift scanner, for its records and inputs.")
    private @Nullable URI scanner;

    @Option(
            names = "--tls",
            paramLabel = "DIR",
            description = "Directory with ca.pem, cli.pem and cli.key.")
    private @Nullable Path directory;

    /** Takes whole lines, without their ends. */
    interface Lines {
        void line(byte[] line) throws CommandFailedException, InterruptedException;

        /** That many were left out, because they are not what was written. */
        void damaged(long lines);
    }

    /** Refuses what names no place, or one that cannot be reached. */
    void check(CommandLine command) {
        if (files.isEmpty() && services().isEmpty()) {
            throw new ParameterException(
                    command, "name where inputs are kept: --inputs, --webhook or --scanner");
        }
        if (!services().isEmpty() && directory == null) {
            throw new ParameterException(command, "--webhook and --scanner need --tls");
        }
    }

    /** All kept inputs, of files first. */
    void read(Instant since, Lines lines) throws CommandFailedException, InterruptedException {
        for (Path file : files) {
            readFile(file, lines);
        }
        for (ServiceConnection service : services()) {
            readService(service, since, lines);
        }
    }

    /** The input of one decision, from the first place that has it. */
    Optional<byte[]> find(String decisionId) throws CommandFailedException, InterruptedException {
        List<byte[]> found = new ArrayList<>();
        String wanted = "\"decisionId\":\"" + decisionId + "\"";
        for (Path file : files) {
            readFile(
                    file,
                    new Lines() {
                        @Override
                        public void line(byte[] line) {
                            int head = Math.min(line.length, 200);
                            if (new String(line, 0, head, UTF_8).contains(wanted)) {
                                found.add(line);
                            }
                        }

                        @Override
                        public void damaged(long lines) {}
                    });
        }
        for (ServiceConnection service : services()) {
            if (found.isEmpty()) {
                service.find("/v1/inputs/" + decisionId).ifPresent(found::add);
            }
        }
        return found.stream().findFirst();
    }

    /** The drift scanner, where it is named. */
    Optional<ServiceConnection> records() {
        URI url = scanner;
        Path tls = directory;
        return url == null || tls == null
                ? Optional.empty()
                : Optional.of(new ServiceConnection(url, "drift-scanner", tls));
    }

    private List<ServiceConnection> services() {
        List<ServiceConnection> services = new ArrayList<>();
        Path tls = directory == null ? Path.of("") : directory;
        for (URI webhook : webhooks) {
            services.add(new ServiceConnection(webhook, "webhook", tls));
        }
        URI url = scanner;
        if (url != null) {
            services.add(new ServiceConnection(url, "drift-scanner", tls));
        }
        return services;
    }

    private static void readFile(Path file, Lines lines)
            throws CommandFailedException, InterruptedException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 18)) {
            var line = new ByteArrayOutputStream(16 * 1024);
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    lines.line(line.toByteArray());
                    line.reset();
                } else if (line.size() < MAXIMUM_LINE_BYTES) {
                    line.write(next);
                }
            }
            if (line.size() > 0) {
                lines.line(line.toByteArray());
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read " + file + "; check that it exists and is readable", e);
        }
    }

    private static void readService(ServiceConnection service, Instant since, Lines lines)
            throws CommandFailedException, InterruptedException {
        String from = "";
        for (int page = 0; page < MAXIMUM_PAGES; page++) {
            byte[] answer = service.get("/v1/inputs?since=" + since + "&from=" + from);
            int begin = 0;
            for (int end = 0; end < answer.length; end++) {
                if (answer[end] == '\n') {
                    lines.line(Arrays.copyOfRange(answer, begin, end));
                    begin = end + 1;
                }
            }
            JsonObject last = last(service, Arrays.copyOfRange(answer, begin, answer.length));
            lines.damaged(last.number("damaged").map(count -> count.whole().orElse(0)).orElse(0L));
            from = last.string("next").orElse("");
            if (from.isEmpty()) {
                return;
            }
        }
    }

    private static JsonObject last(ServiceConnection service, byte[] line)
            throws CommandFailedException {
        try {
            return JsonReader.readObject(line, new JsonLimits(4096, 2, 16));
        } catch (MalformedJsonException e) {
            throw new CommandFailedException(
                    "the answer of " + service.service() + " is not a page of kept inputs", e);
        }
    }

    /** A moment, or how long ago. */
    static Instant since(CommandLine command, @Nullable String text, Instant now) {
        if (text == null) {
            return Instant.EPOCH;
        }
        try {
            return text.startsWith("P") ? now.minus(Duration.parse(text)) : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ParameterException(
                    command, "--since must be a time such as 2026-11-26T12:00:00Z, or P7D", e);
        }
    }
}
