package io.driftseal.scanner.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoverageTest {

    @ParameterizedTest
    @EnumSource(
            value = Aspect.class,
            names = {"MOUNT", "PROCESS", "NETWORK"})
    void noCoverageCanClaimWhatNeedsASensor(Aspect aspect) {
        assertThatThrownBy(() -> new Coverage(Set.of(aspect)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(aspect.wire());
    }

    @Test
    void evenTheFullestCoverageSaysWhatIsMissing() {
        assertThat(Coverage.full().notObserved())
                .containsExactlyInAnyOrder(Aspect.MOUNT, Aspect.PROCESS, Aspect.NETWORK);
    }
}
