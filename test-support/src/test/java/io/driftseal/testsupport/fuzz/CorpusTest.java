package io.driftseal.testsupport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.Derivation;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is fuzzed is every kind, and every making is one that stands before it is changed. */
final class CorpusTest {

    @Test
    void everyKindIsSeenAtItsCreation() throws Exception {
        Set<WorkloadKind> kinds = new HashSet<>();
        for (var object : Corpus.seen()) {
            kinds.add(Workload.of(Corpus.kinds(), object).kind());
        }
        assertThat(kinds).containsAll(Corpus.kinds().all());
    }

    @Test
    void everyMakerHasAChildThatIsExplained() throws Exception {
        Set<WorkloadKind> makers = new HashSet<>();
        for (Corpus.Made made : Corpus.made()) {
            Workload owner = Workload.of(Corpus.kinds(), made.owner());
            Workload child = Workload.of(Corpus.kinds(), made.child());
            makers.add(owner.kind());
            assertThat(Derivation.of(owner, child, Corpus.facts()))
                    .as("%s of %s", child.kind(), owner.kind())
                    .isInstanceOf(Derived.Explained.class);
        }
        assertThat(makers)
                .containsAll(
                        Corpus.kinds().all().stream()
                                .filter(kind -> kind.makes().isPresent())
                                .toList());
    }
}
