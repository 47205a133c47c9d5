package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A drain takes the webhook's pods one at a time, and is never held up by them. */
class DisruptionTest {

    @Test
    void theBudgetIsOfTheWebhooksPodsAndLetsOneGo() throws Exception {
        RenderedChart chart = RenderedChart.with();
        var budget = chart.named("PodDisruptionBudget", "driftseal-webhook");
        var deployment = chart.named("Deployment", "driftseal-webhook");

        assertThat(RenderedChart.text(budget, "spec", "maxUnavailable")).isEqualTo("1");
        assertThat(RenderedChart.map(budget, "spec").containsKey("minAvailable")).isFalse();
        assertThat(RenderedChart.map(budget, "spec", "selector"))
                .isEqualTo(RenderedChart.map(deployment, "spec", "selector"));
        assertThat(
                        RenderedChart.map(deployment, "spec", "template", "metadata", "labels")
                                .entrySet()
                                .containsAll(
                                        RenderedChart.map(budget, "spec", "selector", "matchLabels")
                                                .entrySet()))
                .isTrue();
    }
}
