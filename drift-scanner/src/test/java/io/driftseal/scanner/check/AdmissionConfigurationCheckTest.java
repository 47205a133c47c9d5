package io.driftseal.scanner.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionConfigurationCheckTest {

    private static final String KIND = "ValidatingWebhookConfiguration";
    private final JsonObject approved = Fixtures.read("webhook-configuration");

    @Test
    void theSameContentIsNoFindingWhateverTheCaBundle() {
        JsonObject rotated = Fixtures.replaced(approved, "b2xk", "bmV3");

        assertThat(findings(approved)).isEmpty();
        assertThat(findings(rotated)).isEmpty();
    }

    @Test
    void aFailurePolicyThatWasOpenedIsFoundAndNamed() {
        JsonObject opened = Fixtures.replaced(approved, "\"Fail\"", "\"Ignore\"");

        List<Finding> findings = findings(opened);

        assertThat(findings)
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.WEBHOOK_CONFIGURATION_CHANGED);
        assertThat(findings.getFirst().difference())
                .anySatisfy(sentence ->
                        assertThat(sentence).contains("failurePolicy").contains("Ignore"));
    }

    @Test
    void anOffSwitchIsFoundAndSaysWhoWhyAndUntilWhen() {
        var off = new OffSwitch(Instant.parse("2026-11-26T13:00:00Z"), "alice", "registry is away");
        JsonObject switched = approved;
        for (JsonValue value : ((Patch.Operations) off.off(approved)).document().items()) {
            JsonObject change = (JsonObject) value;
            JsonValue written = change.find("value").orElseThrow();
            switched =
                    switch (change.string("path").orElseThrow()) {
                        case "/webhooks" -> switched.with("webhooks", written);
                        case "/metadata/annotations" ->
                                switched.with(
                                        "metadata",
                                        switched.object("metadata").with("annotations", written));
                        default -> switched;
                    };
        }

        List<Finding> findings = findings(switched);

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.reason())
                            .isEqualTo(ReasonCode.WEBHOOK_CONFIGURATION_CHANGED);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "It was switched off until 2026-11-26T13:00:00Z by alice"
                                            + " (registry is away): nothing is asked of the"
                                            + " webhook, everything passes.");
                });
    }

    @Test
    void aConfigurationThatIsGoneIsFound() {
        String content = AdmissionObject.of(KIND, approved).content();

        assertThat(AdmissionConfigurationCheck.findings(content, Optional.empty()))
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.WEBHOOK_CONFIGURATION_DELETED);
    }

    private List<Finding> findings(JsonObject live) {
        return AdmissionConfigurationCheck.findings(
                AdmissionObject.of(KIND, approved).content(),
                Optional.of(AdmissionObject.of(KIND, live).content()));
    }
}
