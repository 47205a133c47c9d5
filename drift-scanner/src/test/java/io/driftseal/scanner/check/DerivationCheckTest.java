package io.driftseal.scanner.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a child is what its owner makes, and whose drift it is when it is not. */
class DerivationCheckTest {

    private final StampedShop shop = new StampedShop();

    @Test
    void aPodWhoseOwnerDoesNotExistIsNotDerived() {
        assertThat(new SubjectOf(shop.stamper, shop.pod).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.NOT_DERIVED_FROM_OWNER);
    }

    @Test
    void aTerminatingPodMayOutliveItsOwner() {
        JsonObject terminating =
                Fixtures.withMetadata(shop.pod, "deletionTimestamp", "2026-11-23T12:00:00Z");

        assertThat(new SubjectOf(shop.stamper, terminating).findings()).isEmpty();
    }

    @Test
    void aPodThatLostItsOwnerIsNotDerived() {
        JsonObject released =
                shop.pod.with("metadata", shop.pod.object("metadata").without("ownerReferences"));

        assertThat(new SubjectOf(shop.stamper, released).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.NOT_DERIVED_FROM_OWNER);
    }

    @Test
    void anIntactPodIsNoFindingWhenItsOwnerWasEditedBehindAdmission() {
        JsonObject edited =
                Fixtures.replaced(
                        shop.replicaSet, "registry.example/web:1.0", "registry.example/miner:6.6");

        assertThat(new SubjectOf(shop.stamper, shop.pod).beside(edited).findings()).isEmpty();
        assertThat(new SubjectOf(shop.stamper, edited).beside(shop.deployment).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.FORM_CHANGED, ReasonCode.NOT_DERIVED_FROM_OWNER);
    }

    @Test
    void anOldReplicaSetIsNotHeldAgainstTheNewTemplate() {
        JsonObject next =
                shop.stamper.stamped(
                        Fixtures.replaced(Fixtures.read("deployment"), "web:1.0", "web:2.0"),
                        "dec-00000000-0000-7000-8000-00000000000f",
                        Optional.empty());

        assertThat(new SubjectOf(shop.stamper, shop.replicaSet).beside(next).findings()).isEmpty();
    }

    @Test
    void anUnstampedPodMadeFromAnEditedOwnerIsNotDerived() {
        JsonObject edited =
                Fixtures.replaced(
                        shop.replicaSet, "registry.example/web:1.0", "registry.example/miner:6.6");
        JsonObject child =
                Fixtures.replaced(
                        Fixtures.read("pod"),
                        "registry.example/web:1.0",
                        "registry.example/miner:6.6");

        assertThat(new SubjectOf(shop.stamper, child).beside(edited).findings())
                .extracting(Finding::reason)
                .containsExactly(ReasonCode.UNSTAMPED, ReasonCode.NOT_DERIVED_FROM_OWNER);
    }
}
