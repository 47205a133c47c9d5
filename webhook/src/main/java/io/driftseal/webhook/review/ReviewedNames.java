package io.driftseal.webhook.review;

import io.driftseal.workload.json.JsonObject;
import java.util.regex.Pattern;

/**
 * The names of a review, before a record, a stamp or a look-up rests on them. A request to /stamp
 * carries what its sender wrote: the API server looks at names only when the mutating webhooks have
 * answered. The bounds are Kubernetes' own, and those of what we write.
 */
public final class ReviewedNames {

    /** A label of DNS. */
    static final int LONGEST_NAMESPACE = 63;

    /** A sub-domain of DNS. */
    static final int LONGEST_NAME = 253;

    /** {@code https:name:port} of a proxy; the port has at most 15 characters. */
    static final int LONGEST_PROXY_NAME = LONGEST_NAME + 32;

    /** The API server's own have 36. */
    static final int LONGEST_UID = 64;

    /** Longer ones are no user's; a record has no room for them. */
    static final int LONGEST_USER = 4096;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.:]*");

    private ReviewedNames() {}

    static void request(AdmissionRequest request) throws MalformedReviewException {
        atMost("request.uid", request.uid(), LONGEST_NAME);
        atMost("request.namespace", request.namespace(), LONGEST_NAMESPACE);
        atMost("request.name", request.name(), LONGEST_PROXY_NAME);
        atMost("request.userInfo.username", request.requester().username(), LONGEST_USER);
    }

    /** Of an object, which is in the namespace of its request or does not say where it is. */
    static void object(AdmissionRequest request, JsonObject metadata)
            throws MalformedReviewException {
        String namespace = text(metadata, "namespace");
        if (!namespace.isEmpty() && !namespace.equals(request.namespace())) {
            throw new MalformedReviewException(
                    "field metadata.namespace is not the namespace of the request; leave it out or"
                            + " write the same one");
        }
        named("metadata.namespace", namespace, LONGEST_NAMESPACE);
        String name = text(metadata, "name");
        String generateName = text(metadata, "generateName");
        if (name.isEmpty() && generateName.isEmpty()) {
            throw new MalformedReviewException(
                    "field metadata.name is missing; give the object a name or a generateName");
        }
        named("metadata.name", name, LONGEST_NAME);
        named("metadata.generateName", generateName, LONGEST_NAME);
        atMost("metadata.uid", text(metadata, "uid"), LONGEST_UID);
    }

    /**
     * A name that somebody writes into options of a door, or that is part of a longer one.
     *
     * @throws MalformedReviewException if it is longer than any name
     */
    public static String bounded(String field, String name) throws MalformedReviewException {
        atMost(field, name, LONGEST_NAME);
        return name;
    }

    private static String text(JsonObject metadata, String name) {
        return metadata.string(name).orElse("");
    }

    private static void named(String field, String name, int longest)
            throws MalformedReviewException {
        atMost(field, name, longest);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            throw new MalformedReviewException(
                    "field "
                            + field
                            + " is no name of Kubernetes; use lower-case letters, digits, '-' and"
                            + " '.', and begin with a letter or digit");
        }
    }

    private static void atMost(String field, String text, int longest)
            throws MalformedReviewException {
        if (text.length() > longest) {
            throw new MalformedReviewException(
                    "field " + field + " has more than " + longest + " characters; shorten it");
        }
    }
}
