package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PeerAnswer;
import io.driftseal.service.mutualtls.PeerAnswer.Answered;
import io.driftseal.service.mutualtls.PeerAnswer.Unreachable;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One call to a service as the {@code cli} of the installation. */
record ServiceConnection(URI url, String service, Path tlsDirectory) {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** An answer is held in memory: the largest evidence export that can be fetched at once. */
    private static final int MAXIMUM_ANSWER_BYTES = 256 * 1024 * 1024;

    private static final int MAXIMUM_ERROR_CHARACTERS = 300;

    byte[] get(String path) throws CommandFailedException {
        return call(path, Optional.empty());
    }

    byte[] post(String path, byte[] json) throws CommandFailedException {
        return call(path, Optional.of(json));
    }

    JsonValue getJson(String path) throws CommandFailedException {
        try {
            return JsonReader.read(get(path), JsonLimits.objectList());
        } catch (MalformedJsonException e) {
            throw new CommandFailedException(
                    "the answer of " + service + " at " + url + " is not JSON: " + e.getMessage(),
                    e);
        }
    }

    /** Of what may not be there. */
    Optional<byte[]> find(String path) throws CommandFailedException {
        PeerAnswer answer = answer(path, Optional.empty());
        return answer instanceof Answered(int status, byte[] ignored) && status == 404
                ? Optional.empty()
                : Optional.of(done(answer));
    }

    private byte[] call(String path, Optional<byte[]> body) throws CommandFailedException {
        return done(answer(path, body));
    }

    private PeerAnswer answer(String path, Optional<byte[]> body) throws CommandFailedException {
        try (var client =
                new MutualTlsClient(
                        MutualTls.load(tlsDirectory, "cli"),
                        url,
                        service,
                        DEADLINE,
                        MAXIMUM_ANSWER_BYTES)) {
            return body.isPresent() ? client.post(path, body.get()) : client.get(path);
        } catch (MutualTlsException e) {
            throw new CommandFailedException(
                    e.getMessage() + "; --tls must name the directory of 'driftseal keys init'", e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    "the URL of " + service + " must be https://HOST:PORT, not " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private byte[] done(PeerAnswer answer) throws CommandFailedException {
        return switch (answer) {
            case Answered(int status, byte[] bytes) when status >= 200 && status < 300 -> bytes;
            case Answered(int status, byte[] bytes) ->
                    throw new CommandFailedException(
                            service + " at " + url + " answered " + status + ": " + first(bytes));
            case Unreachable(String reason) ->
                    throw new CommandFailedException(
                            "no answer from "
                                    + service
                                    + " at "
                                    + url
                                    + " ("
                                    + reason
                                    + "); check the URL and that the service is ready");
        };
    }

    private static String first(byte[] bytes) {
        String text = Outline.printable(new String(bytes, UTF_8));
        return text.length() <= MAXIMUM_ERROR_CHARACTERS
                ? text
                : text.substring(0, MAXIMUM_ERROR_CHARACTERS) + "...";
    }
}
