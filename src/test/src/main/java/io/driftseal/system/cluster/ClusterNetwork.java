package io.driftseal.system.cluster;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The addresses of one cluster. Only the link between host and node is visible outside of the
 * cluster's network namespace, so only that differs between clusters for a reason; pods differ too,
 * so that a log line tells which cluster it speaks of.
 *
 * @param index 0 to 255
 */
record ClusterNetwork(int index) {
    static final int COUNT = 256;

    /** Inside the namespace only: the same for every cluster. */
    static final String SERVICE_RANGE = "10.96.0.0/16";

    static final String KUBERNETES_SERVICE = "10.96.0.1";

    ClusterNetwork {
        Objects.checkIndex(index, COUNT);
    }

    /** The host's end of the link: where the cluster reaches what listens outside of it. */
    String hostAddress() {
        return "10.88." + index + ".1";
    }

    /** The cluster's end of the link: API server, etcd and kubelet listen here. */
    String nodeAddress() {
        return "10.88." + index + ".2";
    }

    String podRange() {
        return "10.89." + index + ".0/24";
    }

    /**
     * Those whose link no interface of the host uses now, lowest index first.
     *
     * @throws ClusterException if there is none
     */
    static List<ClusterNetwork> unused() {
        Set<String> used;
        try {
            used =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.toSet());
        } catch (SocketException notListed) {
            throw new ClusterException("the host's interfaces cannot be listed", notListed);
        }
        List<ClusterNetwork> unused =
                IntStream.range(0, COUNT)
                        .mapToObj(ClusterNetwork::new)
                        .filter(network -> !used.contains(network.hostAddress()))
                        .toList();
        if (unused.isEmpty()) {
            throw new ClusterException("all " + COUNT + " networks for clusters are in use");
        }
        return unused;
    }
}
