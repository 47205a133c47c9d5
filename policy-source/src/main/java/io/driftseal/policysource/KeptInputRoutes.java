package io.driftseal.policysource;

import io.driftseal.decision.kept.InputPage;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the inputs of decisions that a service keeps, for the {@code cli} alone: they are
 * confidential, secrets replaced or not.
 */
final class KeptInputRoutes {

    private static final Set<String> PEERS = Set.of("cli");
    private static final String LIST = "/v1/inputs";
    private static final Pattern ID = Pattern.compile("dec-[0-9a-f-]{32,36}");

    private KeptInputRoutes() {}

    /** The routes to serve. A page ends with a line {@code {"next":"...","damaged":0}}. */
    static List<PeerRoute> of(KeptInputs kept) {
        return List.of(
                new PeerRoute("GET", LIST, PEERS, request -> page(kept, request)),
                new PeerRoute("GET", LIST + "/*", PEERS, request -> find(kept, request)));
    }

    private static PeerReply page(KeptInputs kept, PeerRequest request) throws IOException {
        InputPage page;
        try {
            String since = request.query().getOrDefault("since", "");
            page =
                    kept.page(
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

    private static PeerReply find(KeptInputs kept, PeerRequest request) throws IOException {
        String id = request.path().substring(LIST.length() + 1);
        if (!ID.matcher(id).matches()) {
            return PeerReply.error(400, "decision_id_malformed");
        }
        return kept.find(id)
                .map(line -> new PeerReply(200, "application/jsonl", line))
                .orElseGet(() -> PeerReply.error(404, "input_not_kept"));
    }
}
