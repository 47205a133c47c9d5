package io.driftseal.webhook.review;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an answer says beside yes and no.
 *
 * @param warnings shown to the requester by kubectl; cut to {@value #WARNING_LENGTH} characters
 * @param auditAnnotations land in the API server's audit event under our webhook's name
 */
public record Notes(List<String> warnings, Map<String, String> auditAnnotations) {
    /** The API's own advice; beyond 256 the API server cuts, and over 4096 in all it drops. */
    public static final int WARNING_LENGTH = 120;

    private static final int WARNINGS = 16;
    private static final Notes NONE = new Notes(List.of(), Map.of());

    public Notes {
        warnings = warnings.stream().limit(WARNINGS).map(Notes::cut).toList();
        auditAnnotations =
                java.util.Collections.unmodifiableMap(new LinkedHashMap<>(auditAnnotations));
    }

    public static Notes none() {
        return NONE;
    }

    public static Notes audited(Map<String, String> auditAnnotations) {
        return new Notes(List.of(), auditAnnotations);
    }

    public Notes warning(List<String> more) {
        return new Notes(more, auditAnnotations);
    }

    private static String cut(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]", " ");
        return line.length() <= WARNING_LENGTH
                ? line
                : line.substring(0, WARNING_LENGTH - 3) + "...";
    }
}
