package io.driftseal.system.tools;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The go command that builds what is not found. */
record GoCommand(Path path) {
    private static final Pattern VERSION = Pattern.compile("go version go1\\.(\\d+)");

    /** The minor version that the pinned Kubernetes asks for. */
    private static final int NEEDED = 26;

    /** From here on an older go command fetches the toolchain that a module asks for. */
    private static final int FETCHES_TOOLCHAIN = 21;

    static GoCommand find(ToolSearch search) throws ToolException, InterruptedException {
        Optional<Path> fallback = Optional.empty();
        Stream<Path> candidates =
                Stream.of(
                                search.onPath("go"),
                                Stream.of(
                                        Path.of("/usr/local/go/bin/go"),
                                        Path.of("/usr/lib/go-1." + NEEDED + "/bin/go"),
                                        Path.of("/usr/lib/go/bin/go")))
                        .flatMap(paths -> paths);
        for (Path candidate : candidates.toList()) {
            int minor = minorVersion(candidate);
            if (minor >= NEEDED) {
                return new GoCommand(candidate);
            }
            if (minor >= FETCHES_TOOLCHAIN && fallback.isEmpty()) {
                fallback = Optional.of(candidate);
            }
        }
        return new GoCommand(
                fallback.orElseThrow(() ->
                        new ToolException(
                                "Go 1.26 is needed to build the programs that were not"
                                        + " found: unpack it to /usr/local/go, or put its"
                                        + " bin folder on PATH, and run ./driftseal tools"
                                        + " again.")));
    }

    private static int minorVersion(Path candidate) throws InterruptedException {
        String answer = Command.ask(candidate, java.util.List.of("version")).orElse("");
        Matcher matcher = VERSION.matcher(answer);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
