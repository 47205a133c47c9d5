package io.driftseal.system.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documents outlive what they describe, unless somebody looks. */
class DocumentedPathsTest {
    /** This module is two folders below the root, and Maven runs its tests in it. */
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Pattern QUOTED_PATH =
            Pattern.compile("`([A-Za-z0-9_.-]+/[A-Za-z0-9_./-]*)`");

    @Test
    void everyPathThatADocumentNamesExists() throws IOException {
        // Given
        List<Path> documents = documents();
        assertThat(documents).contains(ROOT.resolve("docs/HACKING.md"));

        // When: a quoted path counts if it begins with a folder of the root
        List<String> missing = new ArrayList<>();
        for (Path document : documents) {
            for (String named : pathsIn(document)) {
                Path besideDocument = document.resolveSibling(named);
                if (!Files.exists(ROOT.resolve(named)) && !Files.exists(besideDocument)) {
                    missing.add(ROOT.relativize(document) + " names " + named);
                }
            }
        }

        // Then
        assertThat(missing).as("correct the document, or put back what it names").isEmpty();
    }

    private static List<String> pathsIn(Path document) throws IOException {
        return QUOTED_PATH
                .matcher(Files.readString(document))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(named -> Files.isDirectory(ROOT.resolve(named.split("/", 2)[0])))
                .filter(named -> !named.startsWith("."))
                .toList();
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = Objects.toString(folder.getFileName(), "");
                        boolean skipped = name.equals("target") || name.startsWith(".");
                        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(".md")) {
                            documents.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return documents;
    }
}
