package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.ProjectRoot;
import io.driftseal.webhook.review.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an alert says is usable, and what a panel asks can be asked. */
class MonitoringTest {
    /** The words of the language that we use; another one is a spelling mistake or to be added. */
    private static final Set<String> WORDS =
            Set.of(
                    "absent",
                    "by",
                    "count",
                    "delta",
                    "histogram_quantile",
                    "increase",
                    "max",
                    "min",
                    "or",
                    "rate",
                    "sum");

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LABELS = Pattern.compile("\\{[^{}]*}|by \\([a-z_, ]+\\)");
    private static final Pattern RANGE = Pattern.compile("\\[\\d+[smh]]");
    private static final Pattern REASONS = Pattern.compile("reason=~\"([^\"]*)\"");
    private static final Pattern WORD = Pattern.compile("[a-z_]+");

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() throws IOException {
        for (Monitoring.Alert alert : Monitoring.alerts()) {
            assertThat(alert.name()).startsWith("Driftseal");
            assertThat(alert.severity()).isIn("warning", "critical");
            assertThat(String.valueOf(alert.annotations().get("summary"))).hasSizeGreaterThan(10);
            assertThat(String.valueOf(alert.annotations().get("description")))
                    .hasSizeGreaterThan(20);
            String[] runbook = String.valueOf(alert.annotations().get("runbook")).split("#", 2);
            assertThat(headings(ProjectRoot.find().resolve(runbook[0])))
                    .as("runbook of %s", alert.name())
                    .contains(runbook[1]);
        }
        assertThat(Monitoring.alerts()).hasSizeGreaterThan(15);
    }

    @Test
    void everyExpressionIsWellFormed() throws IOException {
        List<String> expressions = new ArrayList<>(Monitoring.dashboardExpressions());
        Monitoring.alerts().forEach(alert -> expressions.add(alert.expression()));

        for (String expression : expressions) {
            String bare = STRING.matcher(expression).replaceAll("");
            assertThat(bare).as(expression).doesNotContain("\"");
            assertThat(balanced(bare)).as(expression).isTrue();
            bare = RANGE.matcher(LABELS.matcher(bare).replaceAll("")).replaceAll("");
            Matcher word = WORD.matcher(bare);
            while (word.find()) {
                if (!word.group().startsWith("driftseal_")) {
                    assertThat(WORDS).as(expression).contains(word.group());
                }
            }
        }
    }

    @Test
    void theChartWrapsThemWhereTheyAreAskedFor() throws Exception {
        RenderedChart chart =
                RenderedChart.with(
                        "monitoring.prometheusRule=true",
                        "monitoring.podMonitor=true",
                        "monitoring.dashboards=true");

        assertThat(RenderedChart.maps(chart.named("PrometheusRule", "driftseal"), "spec", "groups"))
                .hasSize(1);
        assertThat(chart.ofKind("PodMonitor")).hasSize(1);
        assertThat(
                        RenderedChart.text(
                                chart.named("ConfigMap", "driftseal-dashboards"),
                                "data",
                                "driftseal.json"))
                .contains("\"panels\"");
        assertThat(RenderedChart.with().ofKind("PrometheusRule")).isEmpty();
    }

    /** A reason that is forgotten lets objects in without a stamp and without a word. */
    @Test
    void whatIsLeftToTheFailurePoliciesIsAlertedAndExplained() throws IOException {
        Monitoring.Alert alert =
                Monitoring.alerts().stream()
                        .filter(one -> one.name().equals("DriftsealReviewsRejected"))
                        .findFirst()
                        .orElseThrow();
        Matcher alerted = REASONS.matcher(alert.expression());

        assertThat(alerted.find()).as(alert.expression()).isTrue();
        assertThat(alerted.group(1).split("\\|"))
                .containsExactlyInAnyOrderElementsOf(
                        Rejection.leftToFailurePolicy().stream().map(Rejection::word).toList());
        String runbook =
                Files.readString(ProjectRoot.find().resolve("docs/runbooks/alerts.md"))
                        .split("\n## ", 3)[1];
        for (Rejection reason : Rejection.values()) {
            assertThat(runbook).contains("`" + reason.word() + "`");
        }
    }

    private static boolean balanced(String expression) {
        Deque<Character> open = new ArrayDeque<>();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            int opening = "([{".indexOf(c);
            int closing = ")]}".indexOf(c);
            if (opening >= 0) {
                open.push(")]}".charAt(opening));
            } else if (closing >= 0 && (open.isEmpty() || open.pop() != c)) {
                return false;
            }
        }
        return open.isEmpty();
    }

    /** Anchors as they are made of headings. */
    private static List<String> headings(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();
    }
}
