package io.driftseal.decision.settings;

import java.util.List;

/**
 * The namespaces that a setting is about.
 *
 * @param every all of them, which the file must say in so many words
 * @param names empty exactly if {@code every}
 */
public record NamespaceScope(boolean every, List<String> names) {
    public NamespaceScope {
        names = List.copyOf(names);
        if (every != names.isEmpty()) {
            throw new IllegalArgumentException("a scope names namespaces, or says every one");
        }
    }
}
