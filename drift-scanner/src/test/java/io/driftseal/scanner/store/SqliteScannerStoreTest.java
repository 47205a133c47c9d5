package io.driftseal.scanner.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.judge.Aspect;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteScannerStoreTest {

    @TempDir Path temporary;
    private StoreFolder folder;
    private SqliteScannerStore store;

    @BeforeEach
    void open() {
        folder = new StoreFolder(temporary);
        store = folder.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void commitsAllPortsTogether() {
        // When
        store.write(transaction -> {
            transaction.evidence().append(Samples.finding(1), Samples.TIME);
            transaction.incidents().save(Samples.incident(1));
            transaction.gaps().mark("uid-1", "records lost", Samples.TIME);
            return true;
        });

        // Then
        assertThat(number(transaction -> transaction.evidence().head().orElseThrow().sequence()))
                .isEqualTo(1);
        assertThat(number(transaction -> transaction.incidents().openCount())).isEqualTo(1);
        assertThat(one(transaction -> transaction.gaps().of("uid-1"))).contains("records lost");
    }

    @Test
    void keepsNothingOfAWriteThatThrows() {
        // When
        assertThatThrownBy(() ->
                        store.write(transaction -> {
                            transaction.evidence().append(Samples.finding(1), Samples.TIME);
                            transaction.incidents().save(Samples.incident(1));
                            throw new IllegalStateException("policy is away");
                        }))
                .hasMessage("policy is away");

        // Then
        assertThat(one(transaction -> transaction.evidence().head())).isEmpty();
        assertThat(number(transaction -> transaction.incidents().openCount())).isZero();
    }

    @Test
    void readsRefuseToWriteAndSeeOnlyWhatIsCommitted() {
        assertThatThrownBy(() ->
                        store.read(transaction -> {
                            transaction.gaps().mark("uid-1", "lost", Samples.TIME);
                            return true;
                        }))
                .isInstanceOf(StoreException.class);

        boolean seenWhileOpen =
                store.write(transaction -> {
                    transaction.gaps().mark("uid-1", "lost", Samples.TIME);
                    return one(other -> other.gaps().of("uid-1")).isPresent();
                });

        assertThat(seenWhileOpen).isFalse();
        assertThat(one(transaction -> transaction.gaps().of("uid-1"))).isPresent();
    }

    @Test
    void refusesATransactionThatIsOverAndAWriteInsideAWrite() {
        // Given
        Transaction kept = store.write(transaction -> transaction);

        // Then
        assertThatThrownBy(() -> kept.gaps()).hasMessageContaining("over");
        assertThatThrownBy(() -> store.write(outer -> store.write(inner -> true)))
                .hasMessageContaining("write inside a write");
    }

    @Test
    void keepsItsIdentityAcrossRestarts() {
        // Given
        String instance = store.instanceId();

        // When
        store.close();
        store = folder.open();

        // Then
        assertThat(store.instanceId()).isEqualTo(instance);
        assertThat(store.installedAt()).isEqualTo(StoreFolder.NOW);
    }

    @Test
    void keepsIncidentsWithEverythingTheySay() {
        // Given
        Incident open = Samples.incident(1).with(Samples.outcome(1));
        Incident over = Samples.incident(2).resolved(Samples.TIME, "clean again");

        // When
        write(transaction -> transaction.incidents().save(open));
        write(transaction -> transaction.incidents().save(over));

        // Then
        assertThat(one(transaction -> transaction.incidents().find(open.incidentId())))
                .contains(open);
        assertThat(one(transaction -> transaction.incidents().find(over.incidentId())))
                .contains(over);
        assertThat(list(transaction -> transaction.incidents().openOf("uid-1")))
                .containsExactly(open);
        assertThat(list(transaction -> transaction.incidents().workloadsWithOpenIncidents()))
                .containsExactly("uid-1");
        assertThat(list(transaction -> transaction.incidents().list(false, 10)))
                .containsExactly(over, open);
        assertThat(list(transaction -> transaction.incidents().list(true, 10)))
                .containsExactly(open);
    }

    @Test
    void forgetsTheOldestResolvedIncidentsAndStillCountsThem() {
        // When: the limit is two
        for (int number = 1; number <= 4; number++) {
            Incident resolved = Samples.incident(number).resolved(Samples.TIME, "clean again");
            write(transaction -> transaction.incidents().save(resolved));
            write(transaction -> transaction.incidents().save(resolved));
        }
        write(transaction -> transaction.incidents().save(Samples.incident(5)));

        // Then
        assertThat(list(transaction -> transaction.incidents().list(false, 10)))
                .extracting(Incident::incidentId)
                .containsExactly(
                        Samples.identifier("inc", 5),
                        Samples.identifier("inc", 4),
                        Samples.identifier("inc", 3));
        assertThat(number(transaction -> transaction.incidents().resolvedCount("uid-1")))
                .isEqualTo(1);
        assertThat(folder.counted).containsExactly("incident 1", "incident 1");
    }

    @Test
    void keepsVerdictsWithTheirCoverage() {
        // Given
        Verdict drifted =
                new Verdict(
                        Samples.pod(1),
                        new Conclusion.Drifted(List.of(Samples.identifier("fnd", 1))),
                        Coverage.full().without(Aspect.OWNER),
                        Samples.TIME);
        Verdict unknown =
                new Verdict(
                        Samples.pod(2),
                        new Conclusion.Unknown("records, were lost"),
                        Coverage.none(),
                        Samples.TIME);
        Verdict clean =
                new Verdict(Samples.pod(3), new Conclusion.Clean(), Coverage.full(), Samples.TIME);

        // When
        for (Verdict verdict : List.of(drifted, unknown, clean)) {
            write(transaction -> transaction.verdicts().save(verdict));
        }

        // Then
        assertThat(list(transaction -> transaction.verdicts().list(Optional.of("shop"))))
                .containsExactly(drifted, unknown, clean);
        assertThat(list(transaction -> transaction.verdicts().list(Optional.of("other"))))
                .isEmpty();
        write(transaction -> transaction.verdicts().remove("uid-2"));
        assertThat(one(transaction -> transaction.verdicts().of("uid-2"))).isEmpty();
    }

    @Test
    void keepsWhatWasSeenFirst() {
        // Given
        Sighting first = new Sighting("uid-1", "dec-1", Samples.HASH, Samples.TIME, Samples.TIME);
        Sighting copy =
                new Sighting(
                        "uid-2", "dec-1", Samples.HASH, Samples.TIME, Samples.TIME.plusNanos(1));

        // When
        write(transaction -> transaction.stamps().keep(copy));
        write(transaction -> transaction.stamps().keep(first));
        String kept = store.write(t -> t.firstSights().keepFirst("webhook/verify", "a"));
        String again = store.write(t -> t.firstSights().keepFirst("webhook/verify", "b"));

        // Then
        assertThat(list(transaction -> transaction.stamps().withDecision("dec-1")))
                .containsExactly(first, copy);
        assertThat(list(transaction -> transaction.stamps().workloads()))
                .containsExactlyInAnyOrder("uid-1", "uid-2");
        assertThat(kept).isEqualTo("a");
        assertThat(again).isEqualTo("a");
        write(transaction -> transaction.stamps().forget("uid-2"));
        assertThat(one(transaction -> transaction.stamps().of("uid-2"))).isEmpty();
    }

    private void write(Consumer<Transaction> work) {
        store.write(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    private long number(ToLongFunction<Transaction> work) {
        return store.<Long>read(transaction -> work.applyAsLong(transaction));
    }

    private <T> Optional<T> one(Function<Transaction, Optional<T>> work) {
        return store.read(work);
    }

    private <T> List<T> list(Function<Transaction, List<T>> work) {
        return store.read(work);
    }
}
