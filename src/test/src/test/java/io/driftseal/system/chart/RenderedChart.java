package io.driftseal.system.chart;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The objects that {@code helm template} makes of the chart.
 *
 * @param text the manifests
 * @param objects the same, parsed
 */
record RenderedChart(String text, List<Map<?, ?>> objects) {

    static final String NAMESPACE = "driftseal-system";

    /** This module's folder is the working directory of its tests. */
    static final Path DIRECTORY = Path.of("..", "..", "charts", "driftseal");

    /**
     * Renders with values that differ from the chart's.
     *
     * @throws IllegalStateException with helm's words when it refuses
     */
    static RenderedChart with(String... values) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProgramLocator.ofProcess().locate("helm").toString(),
                                "template",
                                "driftseal",
                                DIRECTORY.toString(),
                                "--namespace",
                                NAMESPACE));
        for (String value : values) {
            command.add("--set");
            command.add(value);
        }
        Process helm = new ProcessBuilder(command).redirectErrorStream(true).start();
        helm.getOutputStream().close();
        String text = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (helm.waitFor() != 0) {
            throw new IllegalStateException(text);
        }
        List<Map<?, ?>> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            if (document instanceof Map<?, ?> object) {
                objects.add(object);
            }
        }
        return new RenderedChart(text, objects);
    }

    /** All objects of a kind. */
    List<Map<?, ?>> ofKind(String kind) {
        return objects.stream().filter(object -> kind.equals(object.get("kind"))).toList();
    }

    Map<?, ?> named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(object -> name.equals(text(object, "metadata", "name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    static String text(Map<?, ?> object, String... path) {
        return String.valueOf(value(object, path));
    }

    static Map<?, ?> map(Map<?, ?> object, String... path) {
        return (Map<?, ?>) value(object, path);
    }

    static List<Map<?, ?>> maps(Map<?, ?> object, String... path) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value(object, path) instanceof List<?> list) {
            list.forEach(item -> maps.add((Map<?, ?>) item));
        }
        return maps;
    }

    static List<String> texts(Map<?, ?> object, String... path) {
        return value(object, path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Object value(Map<?, ?> object, String... path) {
        Object value = object;
        for (String step : path) {
            value = value instanceof Map<?, ?> map && map.get(step) != null ? map.get(step) : "";
        }
        return value;
    }
}
