package io.driftseal.decision.workbench;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of a directory of policies and their tests, so that both engines see the same also if
 * somebody writes meanwhile. What is in it is what {@code opa test --ignore schema DIR} reads:
 * rules, tests and data; schemas and hidden files are not.
 */
final class TestFolder implements AutoCloseable {

    private static final String SOURCES = "sources";
    private static final String PLAN = "plan.tar.gz";

    private final Path work;

    private TestFolder(Path work) {
        this.work = work;
    }

    /**
     * Copies.
     *
     * @throws PolicyRefusedException where there is nothing, or more than policies may be
     * @throws EngineStartException where there is no place for the copy
     */
    static TestFolder copyOf(Path directory) throws PolicyRefusedException, EngineStartException {
        if (!Files.isDirectory(directory)) {
            throw new PolicyRefusedException("policy directory does not exist: " + directory);
        }
        var folder = new TestFolder(workDirectory());
        try {
            if (folder.copy(directory) == 0) {
                throw new PolicyRefusedException(
                        "policy directory holds no policies: " + directory);
            }
            return folder;
        } catch (PolicyRefusedException e) {
            folder.close();
            throw e;
        } catch (IOException | UncheckedIOException e) {
            folder.close();
            throw new PolicyRefusedException("policy directory cannot be read: " + e.getMessage());
        }
    }

    private int copy(Path directory) throws IOException, PolicyRefusedException {
        int rules = 0;
        int files = 0;
        long bytes = 0;
        Files.createDirectory(sources());
        try (Stream<Path> paths = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                String name = directory.relativize(path).toString().replace('\\', '/');
                if (!belongs(name) || !Files.isRegularFile(path)) {
                    continue;
                }
                bytes += Files.size(path);
                if (++files > PolicyBundle.MAXIMUM_FILES || bytes > PolicyBundle.MAXIMUM_BYTES) {
                    throw new PolicyRefusedException(
                            "policy directory holds more than 1000 files or 16 MiB: " + directory);
                }
                Path target = sources().resolve(name);
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(path));
                rules += name.endsWith(".rego") ? 1 : 0;
            }
        }
        return rules;
    }

    private static boolean belongs(String name) {
        return !name.startsWith(".")
                && !name.contains("/.")
                && !name.startsWith(PolicyBundle.SCHEMA_DIRECTORY + "/")
                && List.of(".rego", ".json", ".yaml", ".yml").stream().anyMatch(name::endsWith);
    }

    /** Where the program runs. */
    Path sources() {
        return work.resolve(SOURCES);
    }

    /** Where it leaves the plan. */
    Path plan() {
        return work.resolve(PLAN);
    }

    /**
     * Whether the test stands there with something behind its name: {@code test_x[note]} has cases,
     * {@code test_x} is one.
     */
    boolean hasCases(PolicyTest test) throws IOException {
        return rest(test).map(rest -> rest.startsWith("[") || rest.startsWith(".")).orElse(false);
    }

    /**
     * Gives those that share a name a name each: a plan has no place for two of one name.
     *
     * @param tests those that are not skipped
     * @return the name that each now has; those are left out that do not begin with their name
     */
    Map<PolicyTest, String> separate(Set<PolicyTest> tests) throws IOException {
        Map<PolicyTest, String> names = new HashMap<>();
        List<PolicyTest> fromTheEnd =
                tests.stream()
                        .sorted(
                                Comparator.comparing(PolicyTest::file)
                                        .thenComparingInt(PolicyTest::line)
                                        .thenComparingInt(PolicyTest::column)
                                        .reversed())
                        .toList();
        for (PolicyTest test : fromTheEnd) {
            if (test.name().equals(test.writtenName())) {
                names.put(test, test.name());
            } else if (rest(test).isPresent()) {
                String name = test.writtenName() + "__again_" + names.size();
                rename(test, name);
                names.put(test, name);
            }
        }
        return names;
    }

    private void rename(PolicyTest test, String name) throws IOException {
        Path file = sources().resolve(test.file());
        String text = Files.readString(file);
        int at = offset(text, test);
        Files.writeString(
                file,
                text.substring(0, at) + name + text.substring(at + test.writtenName().length()));
    }

    /** What follows its name, where it stands at its place. */
    private Optional<String> rest(PolicyTest test) throws IOException {
        String text = Files.readString(sources().resolve(test.file()));
        int at = offset(text, test);
        return text.startsWith(test.writtenName(), at)
                ? Optional.of(text.substring(at + test.writtenName().length()))
                : Optional.empty();
    }

    /** OPA counts columns in bytes; rules begin a line, or stand behind little. */
    private static int offset(String text, PolicyTest test) {
        int at = 0;
        for (int line = 1; line < test.line(); line++) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return text.length();
            }
            at = end + 1;
        }
        byte[] line = text.substring(at).getBytes(StandardCharsets.UTF_8);
        int before = Math.clamp(test.column() - 1L, 0, line.length);
        return at + new String(line, 0, before, StandardCharsets.UTF_8).length();
    }

    private static Path workDirectory() throws EngineStartException {
        try {
            return Files.createTempDirectory("driftseal-test-");
        } catch (IOException e) {
            throw new EngineStartException("no directory to test in", e);
        }
    }

    @Override
    public void close() {
        PolicyBundle.delete(work);
    }
}
