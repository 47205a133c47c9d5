package io.driftseal.system.tools;

import java.util.List;
import java.util.Objects;

/**
 * A pinned set of programs that come from one build.
 *
 * @param name name of the set and first part of its folder in the cache
 * @param version pinned version, or {@code distribution}
 * @param linkFolder folder under {@code tools/bin} that holds the links, empty for {@code
 *     tools/bin} itself
 * @param coldMinutes how long a build with empty caches takes on two cores, rounded up
 */
record Tool(
        String name,
        String version,
        List<Program> programs,
        String linkFolder,
        int coldMinutes,
        Route route) {
    Tool {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        programs = List.copyOf(programs);
        if (programs.isEmpty()) {
            throw new IllegalArgumentException("a tool has at least one program: " + name);
        }
        Objects.requireNonNull(linkFolder, "linkFolder");
        Objects.requireNonNull(route, "route");
    }

    String cacheFolder() {
        return name + "-" + version;
    }
}
