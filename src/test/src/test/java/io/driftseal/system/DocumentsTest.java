package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.CommandLineProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every path and every command that a document of the project names exists. */
class DocumentsTest {

    private static final Pattern CODE_SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");
    private static final Pattern PATH = Pattern.compile("(\\./)?[\\w.-]+(/[\\w.-]+)+/?");
    private static final Pattern COMMAND =
            Pattern.compile(
                    "\\./driftseal ((?:incidents|evidence|respond|stamp|keys|approval|break-glass|grant|dead-letters)"
                            + " [a-z][a-z-]*|[a-z][a-z-]*)");
    private static final Pattern COMMAND_LINE = Pattern.compile(COMMAND.pattern() + "([^\\n`]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final Set<String> LAUNCHER_COMMANDS =
            Set.of("up", "test", "tools", "bench", "images");

    private final Path root = ProjectRoot.find();

    @Test
    void everyPathNamedInADocumentExists() {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            for (String named : pathsNamedIn(document)) {
                if (!existsFrom(document, named)) {
                    missing.add(root.relativize(document) + " names " + named);
                }
            }
        }
        assertThat(missing)
                .as("paths that documents name and that do not exist: mend the document")
                .isEmpty();
    }

    @Test
    void everyCommandNamedInADocumentExists() {
        CommandLineProgram driftseal = CommandLineProgram.of(root);
        List<String> unknown = new ArrayList<>();
        for (String command : commandsNamed()) {
            String first = command.split(" ", 2)[0];
            if (!LAUNCHER_COMMANDS.contains(first)) {
                String[] words = (command + " --help").split(" ");
                if (!driftseal.run(words).succeeded()) {
                    unknown.add(command);
                }
            }
        }
        assertThat(unknown).as("commands that documents name and that do not exist").isEmpty();
    }

    /** On call nobody should find out that an option was renamed. */
    @Test
    void everyOptionOfACommandInARunbookExists() {
        CommandLineProgram driftseal = CommandLineProgram.of(root);
        Map<String, Set<String>> options = new TreeMap<>();
        for (Path document : documents()) {
            if (document.startsWith(root.resolve("docs").resolve("runbooks"))) {
                Matcher line = COMMAND_LINE.matcher(read(document));
                while (line.find()) {
                    Matcher option = OPTION.matcher(line.group(2));
                    while (option.find()) {
                        options.computeIfAbsent(line.group(1), _ -> new TreeSet<>())
                                .add(option.group());
                    }
                }
            }
        }
        assertThat(options).containsKeys("adopt", "coverage", "enforce", "uninstall");
        options.forEach((command, used) ->
                assertThat(driftseal.run((command + " --help").split(" ")).stdout())
                        .as("options of driftseal " + command)
                        .contains(used));
    }

    @Test
    void everyModuleHasAReadmeWithItsTrustModel() {
        List<String> modules =
                List.of(
                        "workload",
                        "stamp",
                        "decision",
                        "evidence",
                        "service",
                        "kubernetes",
                        "policy-source",
                        "webhook",
                        "drift-scanner",
                        "responder",
                        "cli");
        assertThat(modules)
                .allSatisfy(module ->
                        assertThat(read(root.resolve(module).resolve("README.md")))
                                .containsIgnoringCase("trust"));
    }

    @Test
    void theIndexOfRunbooksHasEveryOne() {
        Path runbooks = root.resolve("docs").resolve("runbooks");
        Path index = runbooks.resolve("README.md");

        assertThat(documents())
                .filteredOn(document -> document.startsWith(runbooks))
                .filteredOn(document -> !document.equals(index))
                .hasSizeGreaterThan(10)
                .allSatisfy(document ->
                        assertThat(read(index)).contains("](" + document.getFileName() + ")"));
    }

    /** The words before the first option or argument, such as {@code evidence verify}. */
    private Set<String> commandsNamed() {
        Set<String> commands = new TreeSet<>();
        for (Path document : documents()) {
            Matcher command = COMMAND.matcher(read(document));
            while (command.find()) {
                commands.add(command.group(1));
            }
        }
        return commands;
    }

    private Set<String> pathsNamedIn(Path document) {
        String text = read(document);
        Set<String> named = new TreeSet<>();
        Matcher span = CODE_SPAN.matcher(text);
        while (span.find()) {
            String candidate = span.group(1);
            if (PATH.matcher(candidate).matches() && startsInTheProject(document, candidate)) {
                named.add(candidate);
            }
        }
        Matcher link = LINK.matcher(text);
        while (link.find()) {
            named.add(link.group(1));
        }
        return named;
    }

    /**
     * A code span is a path of ours only where its first step is a folder of ours that is not made
     * by a run.
     */
    private boolean startsInTheProject(Path document, String candidate) {
        String clean = candidate.startsWith("./") ? candidate.substring(2) : candidate;
        String first = clean.split("/", 2)[0];
        boolean made = first.startsWith(".") || first.equals("target");
        return !made
                && (Files.isDirectory(root.resolve(first))
                        || Files.isDirectory(document.resolveSibling(first)));
    }

    private boolean existsFrom(Path document, String named) {
        return Files.exists(root.resolve(named)) || Files.exists(document.resolveSibling(named));
    }

    private List<Path> documents() {
        try (Stream<Path> files =
                Files.find(root, 8, (path, attributes) -> attributes.isRegularFile())) {
            return files.filter(path -> path.toString().endsWith(".md"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .filter(path -> !root.relativize(path).toString().startsWith("."))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the documents under " + root, e);
        }
    }

    private static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + document, e);
        }
    }
}
