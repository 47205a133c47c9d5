package io.driftseal.system.installation;

import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.cluster.Kubectl;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The chart as an admin applies it: rendered by {@code helm template}, applied by {@code kubectl}.
 */
final class Chart {

    static final String NAMESPACE = "driftseal-system";

    private final Path directory;
    private final ProgramLocator programs;

    Chart(Path projectRoot, ProgramLocator programs) {
        this.directory = projectRoot.resolve("charts").resolve("driftseal");
        this.programs = programs;
    }

    /**
     * The manifests that the chart renders.
     *
     * @param values what differs from the chart's own values
     */
    String render(Map<String, String> values) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                programs.locate("helm").toString(),
                                "template",
                                "driftseal",
                                directory.toString(),
                                "--namespace",
                                NAMESPACE));
        values.forEach((key, value) -> {
            command.add("--set");
            command.add(key + "=" + value);
        });
        try {
            Process helm = new ProcessBuilder(command).start();
            helm.getOutputStream().close();
            String manifests =
                    new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors =
                    new String(helm.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (helm.waitFor() != 0) {
                throw new InstallationException("helm template failed: " + errors);
            }
            return manifests;
        } catch (IOException e) {
            throw new InstallationException("cannot run helm", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while rendering the chart", e);
        }
    }

    /** Applies the manifests as an admin. */
    void apply(Kubectl admin, Map<String, String> values) {
        CommandResult applied =
                admin.runWithInput(
                        render(values), "apply", "--server-side", "--force-conflicts", "-f", "-");
        applied.require();
    }
}
