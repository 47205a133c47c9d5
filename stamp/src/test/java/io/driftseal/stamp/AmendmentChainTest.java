package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.POD;
import static io.driftseal.stamp.Fixtures.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which sets of amendments explain which live form. A is the stamped form. */
class AmendmentChainTest {

    @Test
    void nothingExplainsAChangeThatNobodyApproved() {
        assertThat(explaining('B', 2)).isEmpty();
        assertThat(explaining('C', 2, amendment("A>B", 2))).isEmpty();
    }

    @Test
    void oneApprovedChange() {
        AmendmentStatement debug = amendment("A>B", 2);

        assertThat(explaining('B', 2, debug)).contains(List.of(debug));
    }

    @Test
    void severalInWhateverOrderTheyArrived() {
        List<AmendmentStatement> all =
                new ArrayList<>(
                        List.of(amendment("A>B", 2), amendment("B>C", 3), amendment("C>D", 5)));
        List<AmendmentStatement> inOrder = List.copyOf(all);
        Collections.reverse(all);

        assertThat(explaining('D', 5, all.toArray(AmendmentStatement[]::new))).contains(inOrder);
    }

    @Test
    void aMissingLinkExplainsNothing() {
        assertThat(explaining('D', 5, amendment("A>B", 2), amendment("C>D", 5))).isEmpty();
    }

    @Test
    void oneThatHasNotTakenEffectYetOrNeverDid() {
        AmendmentStatement refusedElsewhere = amendment("A>B", 2);
        AmendmentStatement tookEffect = amendment("A>C", 2);

        assertThat(explaining('C', 2, refusedElsewhere, tookEffect)).contains(List.of(tookEffect));
        assertThat(explaining('C', 2, tookEffect, amendment("C>D", 3)))
                .contains(List.of(tookEffect));
    }

    @Test
    void anApprovedStateThatWasLeftDoesNotComeBackByItself() {
        AmendmentStatement up = amendment("A>B", 2);
        AmendmentStatement down = amendment("B>A", 3);

        assertThat(explaining('B', 4, up, down)).isEmpty();
        AmendmentStatement again = amendment("A>B", 4);
        assertThat(explaining('B', 4, up, down, again)).contains(List.of(up, down, again));
    }

    @Test
    void aChangeThatWasPutBackIsTheApprovedStateAgain() {
        AmendmentStatement debug = amendment("A>B", 2);

        assertThat(explaining('B', 4, debug)).contains(List.of(debug));
    }

    @Test
    void anotherPodsAmendmentIsNoneOfThisOne() {
        AmendmentStatement own = amendment("A>B", 2);
        for (String other :
                List.of(
                        "shop/web-5d8f-abcde/other-uid",
                        "shop/web-2/UID",
                        "bank/web-5d8f-abcde/UID")) {
            String[] parts = other.split("/", -1);
            var copied =
                    new AmendmentStatement(
                            new AmendedPod(
                                    parts[0], parts[1], parts[2].replace("UID", own.pod().uid())),
                            own.form(),
                            own.door(),
                            own.decision(),
                            own.issuedAt());
            assertThat(explaining('B', 2, copied)).as(other).isEmpty();
        }
    }

    @Test
    void whereTheApiServerCountsNoGenerationsTimeIsTheOrder() {
        AmendmentStatement up = amendment("A>B", 0, 0);
        AmendmentStatement down = amendment("B>C", 0, 1);

        assertThat(explaining('C', 0, down, up)).contains(List.of(up, down));
        assertThat(explaining('B', 0, down, up)).isEmpty();
    }

    private static Optional<List<AmendmentStatement>> explaining(
            char live, int generation, AmendmentStatement... amendments) {
        Workload pod =
                generation == 0
                        ? workload(POD)
                        : workload(
                                POD,
                                "\"namespace\":\"shop\"",
                                "\"namespace\":\"shop\",\"generation\":" + generation);
        return AmendmentChain.explaining(hash('A'), hash(live), pod, List.of(amendments));
    }

    private static AmendmentStatement amendment(String change, int generation) {
        return amendment(change, generation, generation);
    }

    private static AmendmentStatement amendment(String change, int generation, int second) {
        return new AmendmentStatement(
                AmendedPod.of(workload(POD)),
                new AmendedForm(hash(change.charAt(0)), hash(change.charAt(2)), 1, generation),
                "resize",
                new AmendmentDecision(
                        Fixtures.DECISION, "standard", "r1", "alice", Optional.empty()),
                Fixtures.NOW.plusSeconds(second));
    }

    private static ConfigurationHash hash(char letter) {
        return new ConfigurationHash(
                Sha256.hex(
                        String.valueOf(letter).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
