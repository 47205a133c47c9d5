package io.driftseal.system.chart;

import io.driftseal.system.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alert rules and dashboards that the chart brings, as Prometheus and Grafana read them. */
public final class Monitoring {
    private static final Path CHART = ProjectRoot.find().resolve("charts").resolve("driftseal");
    private static final Pattern METRIC = Pattern.compile("driftseal_[a-z_]+");

    private Monitoring() {}

    /** One rule. */
    record Alert(String name, String expression, String severity, Map<?, ?> annotations) {}

    static List<Alert> alerts() throws IOException {
        String text = Files.readString(CHART.resolve("alerts").resolve("driftseal.yaml"));
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        List<Alert> alerts = new ArrayList<>();
        for (Map<?, ?> group : RenderedChart.maps(file, "groups")) {
            for (Map<?, ?> rule : RenderedChart.maps(group, "rules")) {
                alerts.add(
                        new Alert(
                                RenderedChart.text(rule, "alert"),
                                RenderedChart.text(rule, "expr"),
                                RenderedChart.text(rule, "labels", "severity"),
                                RenderedChart.map(rule, "annotations")));
            }
        }
        return alerts;
    }

    /** Every expression of every panel. */
    static List<String> dashboardExpressions() throws IOException {
        String text = Files.readString(CHART.resolve("dashboards").resolve("driftseal.json"));
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : JsonMapper.builder().build().readTree(text).path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.path("expr").asString());
            }
        }
        return expressions;
    }

    /** Every metric of ours that a rule or a panel names. */
    public static Set<String> metrics() throws IOException {
        List<String> expressions = new ArrayList<>(dashboardExpressions());
        alerts().forEach(alert -> expressions.add(alert.expression()));
        Set<String> metrics = new TreeSet<>();
        for (String expression : expressions) {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                metrics.add(metric.group());
            }
        }
        return metrics;
    }
}
