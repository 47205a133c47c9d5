package io.driftseal.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.ProgramLocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that start at the same moment, as those of two JVMs with system tests do. */
class EnclosureIT {
    private static final int CLUSTERS = 4;

    private final List<ClusterRemains> remains = new ArrayList<>();

    @TempDir Path state;

    @AfterEach
    void end() {
        remains.forEach(ClusterRemains::end);
    }

    @Test
    void clustersThatStartAtOnceHaveNetworksOfTheirOwn() throws Exception {
        // Given enclosures that have all seen the same networks unused
        List<Enclosure> enclosures =
                IntStream.range(0, CLUSTERS).mapToObj(i -> open(name(i))).toList();
        List<ClusterNetwork> wanted = ClusterNetwork.unused();

        // When
        List<ClusterNetwork> networks = connectAtOnce(enclosures, wanted);

        // Then
        assertThat(networks).doesNotHaveDuplicates();
    }

    @Test
    void aNetworkThatIsInUseIsNotTaken() {
        // Given
        ClusterNetwork taken = open(name(0)).connect(name(0), ClusterNetwork.unused());

        // When
        Throwable refusal =
                org.assertj.core.api.Assertions.catchThrowable(
                        () -> open(name(1)).connect(name(1), List.of(taken)));

        // Then
        assertThat(refusal)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(taken.podRange());
    }

    private static List<ClusterNetwork> connectAtOnce(
            List<Enclosure> enclosures, List<ClusterNetwork> wanted) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<ClusterNetwork>> connected = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(enclosures.size())) {
            for (int i = 0; i < enclosures.size(); i++) {
                Enclosure enclosure = enclosures.get(i);
                String name = name(i);
                connected.add(
                        threads.submit(() -> {
                            start.await();
                            return enclosure.connect(name, wanted);
                        }));
            }
            start.countDown();
        }
        List<ClusterNetwork> networks = new ArrayList<>();
        for (Future<ClusterNetwork> one : connected) {
            networks.add(one.get());
        }
        return networks;
    }

    private Enclosure open(String name) {
        RunDirectory run = new RunDirectory(state.resolve(name));
        run.create();
        ClusterRemains remain = new ClusterRemains(name, run);
        remains.add(remain);
        return Enclosure.open(ProgramLocator.ofProcess(), run, remain.mark());
    }

    private static String name(int index) {
        return "net" + ProcessHandle.current().pid() % 100_000 + index;
    }
}
