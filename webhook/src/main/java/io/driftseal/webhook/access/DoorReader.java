package io.driftseal.webhook.access;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessSession.Destination;
import io.driftseal.decision.AccessSession.RequestedToken;
import io.driftseal.decision.Door;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.MalformedReviewException;
import io.driftseal.webhook.review.ReviewedNames;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which door a request knocks at, and with what. */
final class DoorReader {
    private DoorReader() {}

    /** The door, if there is one. */
    static Optional<Door> door(AdmissionRequest request) {
        if (!request.resource().group().isEmpty()) {
            return Optional.empty();
        }
        return Door.of(
                request.resource().plural(),
                request.resource().subResource(),
                request.operation().name());
    }

    /**
     * @throws MalformedReviewException if the options are not those of the door
     */
    static AccessSession session(Door door, AdmissionRequest request)
            throws MalformedReviewException {
        if (request.name().isEmpty()) {
            throw new MalformedReviewException("field name is missing");
        }
        ReviewedNames.bounded("request.name", ProxyName.of(request.name()).name());
        JsonObject options =
                request.objects()
                        .object()
                        .orElseThrow(() -> new MalformedReviewException("field object is missing"));
        return switch (door) {
            case EXEC -> AccessSession.of(door, container(options), texts(options, "command"));
            case ATTACH -> AccessSession.of(door, container(options), List.of());
            case POD_PROXY, SERVICE_PROXY, NODE_PROXY ->
                    AccessSession.to(
                            door,
                            new Destination(
                                    ProxyName.of(request.name()).port(),
                                    options.string("path").orElse("")));
            case TOKEN_REQUEST -> AccessSession.asking(token(options.object("spec")));
            // The ports of a port-forward travel inside the stream, never in the request.
            case PORT_FORWARD, EPHEMERAL_CONTAINER, RESIZE, EVICTION -> AccessSession.through(door);
        };
    }

    private static String container(JsonObject options) throws MalformedReviewException {
        return ReviewedNames.bounded("container", options.string("container").orElse(""));
    }

    private static RequestedToken token(JsonObject spec) throws MalformedReviewException {
        JsonObject bound = spec.object("boundObjectRef");
        String name =
                ReviewedNames.bounded("spec.boundObjectRef.name", bound.string("name").orElse(""));
        if (!name.isEmpty() && name.isBlank()) {
            throw new MalformedReviewException("field spec.boundObjectRef.name is blank");
        }
        return new RequestedToken(
                texts(spec, "audiences"),
                spec.number("expirationSeconds")
                        .map(JsonNumber::whole)
                        .orElseThrow(() ->
                                new MalformedReviewException("field expirationSeconds is missing"))
                        .orElse(Long.MAX_VALUE),
                bound.string("kind").orElse(""),
                name);
    }

    private static List<String> texts(JsonObject parent, String name)
            throws MalformedReviewException {
        List<String> texts = new ArrayList<>();
        for (var item : parent.array(name)) {
            if (!(item instanceof JsonString text)) {
                throw new MalformedReviewException("field " + name + " holds a non-text");
            }
            texts.add(text.value());
        }
        return texts;
    }
}
