package io.driftseal.webhook.review;

import io.driftseal.decision.Requester;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads AdmissionReview v1. Every field that a decision rests on must be there with its type;
 * fields newer than this program are left alone, because the API server may add some in any
 * release.
 */
public final class AdmissionReviewReader {
    private static final String API_VERSION = "admission.k8s.io/v1";

    private AdmissionReviewReader() {}

    /**
     * @throws MalformedReviewException saying which field is wrong; nothing of the text is in it
     */
    public static AdmissionRequest read(byte[] utf8) throws MalformedReviewException {
        JsonObject review;
        try {
            review = JsonReader.readObject(utf8, JsonLimits.admissionReview());
        } catch (MalformedJsonException e) {
            throw new MalformedReviewException(String.valueOf(e.getMessage()), e);
        }
        if (!text(review, "apiVersion").equals(API_VERSION)
                || !text(review, "kind").equals("AdmissionReview")) {
            throw new MalformedReviewException(
                    "not an AdmissionReview of " + API_VERSION + ": apiVersion or kind differs");
        }
        JsonObject request = object(review, "request");
        JsonObject user = object(request, "userInfo");
        JsonObject resource = object(request, "resource");
        AdmissionRequest read;
        try {
            read =
                    new AdmissionRequest(
                            text(request, "uid"),
                            operation(text(request, "operation")),
                            new ReviewedResource(
                                    text(resource, "group"),
                                    text(resource, "version"),
                                    text(resource, "resource"),
                                    optionalText(request, "subResource")),
                            optionalText(request, "namespace"),
                            optionalText(request, "name"),
                            new Requester(optionalText(user, "username"), texts(user, "groups")),
                            new ReviewedObjects(
                                    optionalObject(request, "object"),
                                    optionalObject(request, "oldObject")),
                            flag(request, "dryRun"));
        } catch (IllegalArgumentException e) {
            throw new MalformedReviewException(String.valueOf(e.getMessage()), e);
        }
        ReviewedNames.request(read);
        return read;
    }

    private static AdmissionOperation operation(String text) throws MalformedReviewException {
        for (AdmissionOperation operation : AdmissionOperation.values()) {
            if (operation.name().equals(text)) {
                return operation;
            }
        }
        throw new MalformedReviewException("field operation is none of the API's operations");
    }

    private static JsonValue member(JsonObject parent, String name) {
        return parent.find(name).orElse(JsonNull.INSTANCE);
    }

    private static JsonObject object(JsonObject parent, String name)
            throws MalformedReviewException {
        return optionalObject(parent, name)
                .orElseThrow(() -> new MalformedReviewException("field " + name + " is missing"));
    }

    private static Optional<JsonObject> optionalObject(JsonObject parent, String name)
            throws MalformedReviewException {
        return switch (member(parent, name)) {
            case JsonNull _ -> Optional.empty();
            case JsonObject object -> Optional.of(object);
            default -> throw new MalformedReviewException("field " + name + " is not an object");
        };
    }

    private static String text(JsonObject parent, String name) throws MalformedReviewException {
        if (member(parent, name) instanceof JsonString text) {
            return text.value();
        }
        throw new MalformedReviewException("field " + name + " is missing or not a text");
    }

    private static String optionalText(JsonObject parent, String name)
            throws MalformedReviewException {
        return member(parent, name) instanceof JsonNull ? "" : text(parent, name);
    }

    private static List<String> texts(JsonObject parent, String name)
            throws MalformedReviewException {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : parent.array(name)) {
            if (!(item instanceof JsonString text)) {
                throw new MalformedReviewException("field " + name + " holds a non-text");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private static boolean flag(JsonObject parent, String name) throws MalformedReviewException {
        if (member(parent, name) instanceof JsonNull) {
            return false;
        }
        return parent.bool(name)
                .orElseThrow(
                        () -> new MalformedReviewException("field " + name + " is not a boolean"));
    }
}
