package io.driftseal.service.mutualtls;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code driftseal dead-letters} does with what a service could not hand over: it is read,
 * sent once more after its cause was mended, or put away. Only a person decides that, so it is the
 * command's door alone.
 */
public final class DeadLetterRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRoutes.class);
    private static final Set<String> PEERS = Set.of("cli");
    private static final String LIST = "/v1/dead-letters";
    private static final String RESEND = LIST + "/resend/";
    private static final String DISCARD = LIST + "/discard/";

    private DeadLetterRoutes() {}

    /**
     * The routes to serve.
     *
     * @param list {@code {"deadLetters":[{"number", "destination", ...}]}}, the newest first,
     *     bounded
     * @param resend sends one once more; false if there is none
     * @param discard puts one away; false if there is none
     */
    public static List<PeerRoute> of(
            Supplier<byte[]> list, LongPredicate resend, LongPredicate discard) {
        return List.of(
                new PeerRoute("GET", LIST, PEERS, request -> PeerReply.json(200, list.get())),
                new PeerRoute(
                        "POST", RESEND + "*", PEERS, request -> changed(request, RESEND, resend)),
                new PeerRoute(
                        "POST",
                        DISCARD + "*",
                        PEERS,
                        request -> changed(request, DISCARD, discard)));
    }

    private static PeerReply changed(PeerRequest request, String path, LongPredicate change) {
        Optional<Long> number = number(request.path().substring(path.length()));
        if (number.isEmpty()) {
            return PeerReply.error(400, "dead_letter_must_be_a_number");
        }
        if (!change.test(number.get())) {
            return PeerReply.error(404, "dead_letter_not_found");
        }
        LOG.atInfo()
                .addKeyValue("number", number.get())
                .addKeyValue("change", path)
                .log("dead letter changed by an operator");
        return PeerReply.json(200, "{}");
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
