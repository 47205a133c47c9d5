package io.driftseal.workload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changed in a running pod. */
class LaterChangeTest {

    private static final String POD =
            """
            {"apiVersion":"v1","kind":"Pod",
             "metadata":{"name":"web","namespace":"shop","annotations":{"resize.driftseal.io/app":"RANGE"}},
             "spec":{"containers":[{"name":"app","image":"a:1","resources":{"limits":{"cpu":"500m","memory":"64Mi"}}},
                                   {"name":"side","image":"b:1","resources":{"requests":{"cpu":"1"}}}]EPHEMERAL}}
            """;

    private static Workload pod(String range, String... edits) throws Exception {
        String text = POD.replace("RANGE", range);
        for (int i = 0; i < edits.length; i += 2) {
            assertThat(text).contains(edits[i]);
            text = text.replace(edits[i], edits[i + 1]);
        }
        return Workload.of(
                JsonReader.readObject(
                        text.replace("EPHEMERAL", "").getBytes(UTF_8),
                        JsonLimits.kubernetesObject()));
    }

    @Test
    void namesAddedDebugContainersOnly() throws Exception {
        Workload one =
                pod(
                        "",
                        "EPHEMERAL",
                        ",\"ephemeralContainers\":[{\"name\":\"d1\",\"image\":\"x\"}]");
        Workload two =
                pod(
                        "",
                        "EPHEMERAL",
                        ",\"ephemeralContainers\":[{\"name\":\"d1\",\"image\":\"x\"},"
                                + "{\"name\":\"d2\",\"image\":\"y\"}]");

        LaterChange change = LaterChange.between(one, two);

        assertThat(change.containers())
                .singleElement()
                .satisfies(added -> assertThat(added.string("name")).contains("d2"));
        assertThat(change.resources()).isEmpty();
        assertThat(change.nothingElse()).isTrue();
    }

    @Test
    void namesAmountsThatDifferInValue() throws Exception {
        LaterChange change =
                LaterChange.between(
                        pod("cpu=100m..2"),
                        pod("cpu=100m..2", "\"500m\"", "\"2\"", "64Mi", "65536Ki"));

        assertThat(change.resources())
                .containsExactly(
                        new ResourceChange(
                                "app",
                                "limits",
                                "cpu",
                                Optional.of(new BigDecimal("0.5")),
                                Optional.of(new BigDecimal("2")),
                                Optional.of(
                                        new ApprovedRange(
                                                new BigDecimal("0.1"), new BigDecimal("2")))));
        assertThat(change.resources().getFirst().withinRange()).isTrue();
        assertThat(change.nothingElse()).isTrue();
    }

    @Test
    void aLimitThatIsTakenAwayIsInNoRange() throws Exception {
        LaterChange change =
                LaterChange.between(pod("cpu=0..9"), pod("cpu=0..9", "\"cpu\":\"500m\",", ""));

        assertThat(change.resources())
                .singleElement()
                .satisfies(cpu -> {
                    assertThat(cpu.to()).isEmpty();
                    assertThat(cpu.withinRange()).isFalse();
                });
    }

    @Test
    void anythingElseIsSaid() throws Exception {
        assertThat(LaterChange.between(pod(""), pod("", "a:1", "a:2")).nothingElse()).isFalse();
        assertThat(LaterChange.between(pod(""), pod("", "side", "other")).nothingElse()).isFalse();
        assertThat(LaterChange.between(pod(""), pod("cpu=0..9")).nothingElse()).isFalse();
        assertThat(
                        LaterChange.between(
                                        pod(""),
                                        pod(
                                                "",
                                                "\"name\":\"web\"",
                                                "\"name\":\"web\",\"generation\":2"))
                                .nothingElse())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cpu",
                "cpu=",
                "cpu=1",
                "cpu=2..1",
                "cpu=-1..1",
                "cpu=1..x",
                "cpu=1..2,",
                "=1..2",
                "cpu=1..2,cpu=1..9",
                "cpu=1..2;memory=1..2",
                "cpu = 1..2",
                "cpu=1..2=3",
                "a=1..2,b=1..2,c=1..2,d=1..2,e=1..2,f=1..2,g=1..2,h=1..2,i=1..2"
            })
    void whatIsNoRangeApprovesNothing(String text) {
        assertThat(ApprovedRange.parse(text)).isEmpty();
    }

    @Test
    void readsRangesInAnySpellingOfAmounts() {
        assertThat(ApprovedRange.parse("cpu=100m..2,memory=64Mi..1Gi"))
                .isEqualTo(
                        Map.of(
                                "cpu",
                                new ApprovedRange(new BigDecimal("0.1"), new BigDecimal("2")),
                                "memory",
                                new ApprovedRange(
                                        new BigDecimal("67108864"), new BigDecimal("1073741824"))));
        assertThat(ApprovedRange.parse("cpu=1..1")).hasSize(1);
    }
}
