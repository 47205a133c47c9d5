package io.driftseal.kubernetes;

import java.util.List;

/**
 * What an API server serves.
 *
 * @param listable types that can be listed, each in one version
 * @param unreadable groups that are announced and do not answer, as an aggregated API server that
 *     is away: what they hold is not known
 */
public record ServedTypes(List<ResourceType> listable, List<String> unreadable) {

    public ServedTypes {
        listable = List.copyOf(listable);
        unreadable = List.copyOf(unreadable);
    }
}
