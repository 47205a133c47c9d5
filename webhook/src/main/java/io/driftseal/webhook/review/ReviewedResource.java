package io.driftseal.webhook.review;

/**
 * What a request is made on.
 *
 * @param group API group, empty for the core group
 * @param plural {@code pods}
 * @param subResource {@code exec}, {@code ephemeralcontainers}, ...; empty for the object itself
 */
public record ReviewedResource(String group, String version, String plural, String subResource) {

    public boolean is(String wantedGroup, String wantedPlural) {
        return group.equals(wantedGroup) && plural.equals(wantedPlural);
    }
}
