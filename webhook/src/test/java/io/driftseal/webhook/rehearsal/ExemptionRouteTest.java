package io.driftseal.webhook.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.settings.Exemption;
import io.driftseal.decision.settings.NamespaceScope;
import io.driftseal.decision.settings.PolicySettings;
import io.driftseal.decision.settings.Responsibility;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which exemptions hold in a namespace, for whoever is about to switch it to enforce. */
final class ExemptionRouteTest {

    private static Exemption exemption(String id, NamespaceScope namespaces, String expires) {
        return new Exemption(
                id,
                "host-path",
                namespaces,
                List.of(),
                List.of(),
                List.of(),
                new Responsibility("platform", "reads logs"),
                Instant.parse(expires));
    }

    private static PeerReply answer(Map<String, String> query) throws Exception {
        var settings =
                new PolicySettings(
                        List.of(
                                exemption(
                                        "here",
                                        new NamespaceScope(false, List.of("shop")),
                                        "2027-02-01T00:00:00Z"),
                                exemption(
                                        "everywhere",
                                        new NamespaceScope(true, List.of()),
                                        "2027-01-01T00:00:00Z"),
                                exemption(
                                        "elsewhere",
                                        new NamespaceScope(false, List.of("bank")),
                                        "2027-01-01T00:00:00Z")),
                        List.of(),
                        List.of());
        return new ExemptionRoute(() -> settings)
                .route()
                .handler()
                .handle(new PeerRequest("cli", "GET", "/v1/exemptions", query, new byte[0]));
    }

    @Test
    void thoseOfTheNamespaceAreListedFirstEndingFirst() throws Exception {
        String body =
                new String(answer(Map.of("namespace", "shop")).body(), StandardCharsets.UTF_8);

        assertThat(body)
                .isEqualTo(
                        "{\"exemptions\":[{\"id\":\"everywhere\",\"rule\":\"host-path\","
                                + "\"owner\":\"platform\",\"reason\":\"reads logs\","
                                + "\"expires\":\"2027-01-01T00:00:00Z\"},{\"id\":\"here\","
                                + "\"rule\":\"host-path\",\"owner\":\"platform\","
                                + "\"reason\":\"reads logs\",\"expires\":\"2027-02-01T00:00:00Z\"}]}");
    }

    @Test
    void withoutANamespaceTheQuestionIsMalformed() throws Exception {
        assertThat(answer(Map.of()).status()).isEqualTo(400);
    }
}
