package io.driftseal.scanner.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.workload.json.JsonObject;
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
