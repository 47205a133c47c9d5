package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of admission plug-ins is that of the API server in use. */
class AdmissionPluginsIT {

    private static final Pattern LISTED =
            Pattern.compile("Comma-delimited list of admission plugins: ([A-Za-z, ]+)\\.");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z][A-Za-z]+) \\| ");

    @Test
    void everyPluginIsModelledOrSaidNotToMatter() throws IOException, InterruptedException {
        Process help =
                new ProcessBuilder(
                                ProgramLocator.ofProcess().locate("kube-apiserver").toString(),
                                "--help")
                        .redirectErrorStream(true)
                        .start();
        help.getOutputStream().close();
        String text =
                new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .replaceAll("\\s+", " ");
        assertThat(help.waitFor()).isZero();
        Matcher listed = LISTED.matcher(text);
        assertThat(listed.find()).isTrue();
        List<String> known = Arrays.stream(listed.group(1).split(", ")).sorted().toList();

        String table =
                Files.readString(
                        ProjectRoot.find().resolve("docs").resolve("admission-plugins.md"));
        List<String> rows =
                ROW.matcher(table)
                        .results()
                        .map(row -> row.group(1))
                        .filter(name -> !name.startsWith("Plug") && !name.equals("Step"))
                        .toList();

        assertThat(rows).containsExactlyInAnyOrderElementsOf(known);
    }
}
