package io.driftseal.service.mutualtls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the inputs of decisions that a service keeps, for the {@code cli} alone: they are
 * confidential, secrets replaced or not.
 */
public final class KeptInputRoutes {

    private static final Set<String> PEERS = Set.of("cli");
    private static final String LIST = "/v1/inputs";
    private static final Pattern ID = Pattern.compile("dec-[0-9a-f-]{32,36}");

    private KeptInputRoutes() {}

    /** What a service keeps. */
    public interface Source {
        /**
         * @param from where the page begins, as the page before said; empty for the oldest
         * @param since older ones may be passed over
         * @throws IllegalArgumentException where {@code from} is no such place
         */
        Page page(String from, Instant since) throws IOException;

        /** The line of one decision. */
        Optional<byte[]> find(String decisionId) throws IOException;
    }

    /**
     * @param lines as they are kept, each with its end
     * @param next where the next page begins; empty behind the last
     * @param damaged how many lines were left out
     */
    @SuppressWarnings("ArrayRecordComponent") // written straight to a socket, never compared
    public record Page(byte[] lines, Optional<String> next, int damaged) {}

    /** The routes to serve. A page ends with a line {@code {"next":"...","damaged":0}}. */
    public static List<PeerRoute> of(Source source) {
        return List.of(
                new PeerRoute("GET", LIST, PEERS, request -> page(source, request)),
                new PeerRoute("GET", LIST + "/*", PEERS, request -> find(source, request)));
    }

    private static PeerReply page(Source source, PeerRequest request) throws IOException {
        Page page;
        try {
            String since = request.query().getOrDefault("since", "");
            page =
                    source.page(
                            request.query().getOrDefault("from", ""),
                            since.isEmpty() ? Instant.EPOCH : Instant.parse(since));
        } catch (IllegalArgumentException | DateTimeException e) {
            return PeerReply.error(400, "from_or_since_malformed");
        }
        var body = new ByteArrayOutputStream(page.lines().length + 128);
        body.writeBytes(page.lines());
        body.writeBytes(
                ("{\"next\":\"" + page.next().orElse("") + "\",\"damaged\":" + page.damaged() + "}")
                        .getBytes(StandardCharsets.UTF_8));
        return new PeerReply(200, "application/jsonl", body.toByteArray());
    }

    private static PeerReply find(Source source, PeerRequest request) throws IOException {
        String id = request.path().substring(LIST.length() + 1);
        if (!ID.matcher(id).matches()) {
            return PeerReply.error(400, "decision_id_malformed");
        }
        return source.find(id)
                .map(line -> new PeerReply(200, "application/jsonl", line))
                .orElseGet(() -> PeerReply.error(404, "input_not_kept"));
    }
}
