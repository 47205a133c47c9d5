package io.driftseal.system.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Finds or makes the programs, then says where they are.
 *
 * <pre>
 * ToolsMain table            everything, then the table
 * ToolsMain ensure           everything; prints only what it had to do
 * ToolsMain ensure cluster   only what a cluster starts
 * ToolsMain ensure quick     only what unit tests start
 * ToolsMain table by-hand    also what tests by hand start
 * </pre>
 *
 * <p>Runs in the root folder of the repository. Exit code 0, or 1 with a sentence that says what to
 * do.
 */
public final class ToolsMain {
    private ToolsMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(List.of(arguments), System.getenv(), System.out));
    }

    private static int run(List<String> arguments, Map<String, String> environment, PrintStream out)
            throws IOException, InterruptedException {
        boolean table = arguments.contains("table");
        List<Tool> tools = wanted(arguments);
        Path modules = Path.of("src", "test", "cluster");
        if (!Files.isDirectory(modules)) {
            out.println("Run this in the root folder of the repository, by ./driftseal tools.");
            return 1;
        }
        ToolCache cache = ToolCache.ofUser(environment);
        ToolSearch search = new ToolSearch(environment, cache);
        Toolbox toolbox =
                new Toolbox(
                        search,
                        cache,
                        new GoBuild(modules, cache, out, Clock.systemUTC()),
                        new DistributionPackages(search, out),
                        out);
        try {
            Map<Tool, List<Found>> all = toolbox.ensure(tools);
            if (table) {
                print(all, cache, out);
            }
            return 0;
        } catch (ToolException failure) {
            out.println(failure.getMessage());
            return 1;
        }
    }

    private static List<Tool> wanted(List<String> arguments) {
        if (arguments.contains("quick")) {
            return Catalogue.quick();
        }
        if (arguments.contains("cluster")) {
            return Catalogue.cluster();
        }
        return arguments.contains("by-hand") ? Catalogue.byHand() : Catalogue.everything();
    }

    private static void print(Map<Tool, List<Found>> all, ToolCache cache, PrintStream out) {
        String row = "%-26s %-14s %-12s %s%n";
        out.printf(row, "PROGRAM", "VERSION", "FOUND IN", "PATH");
        all.forEach((tool, found) ->
                found.forEach(one ->
                        out.printf(
                                row,
                                one.program().name(),
                                tool.version(),
                                one.place().word(),
                                one.path())));
        out.println("Links to all of them: " + cache.bin());
    }
}
