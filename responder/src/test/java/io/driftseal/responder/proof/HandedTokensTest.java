package io.driftseal.responder.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.responder.ClusterInMemory;
import io.driftseal.responder.SteppingClock;
import io.driftseal.responder.proof.HandedTokens.Handover;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandedTokensTest {

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final SteppingClock clock = new SteppingClock();

    @Test
    void aTokenIsKeptUnderThePodThatTheApiServerNames() {
        HandedTokens tokens = tokens(1);

        assertThat(tokens.hand(ClusterInMemory.TOKEN))
                .isEqualTo(new Handover.Kept(ClusterInMemory.UID));
        assertThat(tokens.of(ClusterInMemory.UID)).contains(ClusterInMemory.TOKEN);
    }

    @Test
    void aTokenThatTheApiServerRefusesIsNotKept() {
        HandedTokens tokens = tokens(1);

        assertThat(tokens.hand("not.a.token")).isInstanceOf(Handover.Refused.class);
        assertThat(tokens.size()).isZero();
    }

    @Test
    void atTheBoundANewPodsTokenIsRefused() {
        assertThat(tokens(0).hand(ClusterInMemory.TOKEN)).isInstanceOf(Handover.Full.class);
    }

    @Test
    void anOldTokenIsForgotten() {
        HandedTokens tokens = tokens(1);
        tokens.hand(ClusterInMemory.TOKEN);

        clock.advance(Duration.ofMinutes(61));

        assertThat(tokens.of(ClusterInMemory.UID)).isEmpty();
    }

    @Test
    void anUnreachableApiServerKeepsNothing() {
        cluster.unreachable = true;

        assertThat(tokens(1).hand(ClusterInMemory.TOKEN))
                .isInstanceOf(Handover.ApiUnreachable.class);
    }

    private HandedTokens tokens(int maximum) {
        return new HandedTokens(
                cluster, new HandedTokens.Limits(maximum, Duration.ofHours(1)), clock);
    }
}
