package io.driftseal.system.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a list of tools to where {@code tools/bin} has a link to every program of them. */
final class Toolbox {
    private final ToolSearch search;
    private final ToolCache cache;
    private final GoBuild build;
    private final DistributionPackages packages;
    private final PrintStream out;

    Toolbox(
            ToolSearch search,
            ToolCache cache,
            GoBuild build,
            DistributionPackages packages,
            PrintStream out) {
        this.search = search;
        this.cache = cache;
        this.build = build;
        this.packages = packages;
        this.out = out;
    }

    /**
     * Finds or makes every tool and links it.
     *
     * @return every program with its place, in the order of the list
     */
    Map<Tool, List<Found>> ensure(List<Tool> tools)
            throws ToolException, IOException, InterruptedException {
        try (ToolCache.Lock _ =
                cache.lock(() -> out.println("Waiting for another run that builds tools"))) {
            cache.removeLeftovers();
            installMissing(tools);
            for (Tool tool : tools) {
                if (needsBuild(tool)) {
                    build.build(tool, GoCommand.find(search));
                }
            }
            cache.removeLeftovers();
            Map<Tool, List<Found>> all = new LinkedHashMap<>();
            for (Tool tool : tools) {
                List<Found> found = found(tool);
                for (Found one : found) {
                    cache.link(tool, one);
                }
                all.put(tool, found);
            }
            return all;
        }
    }

    private void installMissing(List<Tool> tools)
            throws ToolException, IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Tool tool : tools) {
            if (tool.route() instanceof Route.DistributionPackage distribution
                    && found(tool).isEmpty()
                    && !missing.contains(distribution.packageName())) {
                missing.add(distribution.packageName());
            }
        }
        if (!missing.isEmpty()) {
            packages.install(missing);
        }
    }

    private boolean needsBuild(Tool tool) throws ToolException, IOException, InterruptedException {
        if (tool.route() instanceof Route.DistributionPackage) {
            return false;
        }
        List<Found> found = found(tool);
        boolean fromCache = found.stream().anyMatch(f -> f.place() == Found.Place.CACHE);
        return found.size() < tool.programs().size() || (fromCache && !build.isCurrent(tool));
    }

    private List<Found> found(Tool tool) throws ToolException, InterruptedException {
        List<Found> found = new ArrayList<>();
        for (Program program : tool.programs()) {
            Optional<Found> one = search.find(tool, program);
            one.ifPresent(found::add);
        }
        return found;
    }
}
