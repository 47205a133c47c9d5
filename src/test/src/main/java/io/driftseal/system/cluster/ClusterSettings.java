package io.driftseal.system.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What kind of cluster to start.
 *
 * @param name 1 to 12 lower-case letters and digits: part of the names of its interface, control
 *     group and folder. One live cluster per name and state directory
 * @param stateDirectory folder under which the cluster keeps a folder of its own name. Not below
 *     {@code /run} or {@code /var/log}, which the node replaces in its own view
 * @param node whether pods really run; without it only the control plane starts
 * @param jsonStorage whether the API server stores new objects as JSON, so that {@link EtcdGateway}
 *     users can edit them as text; protobuf otherwise
 * @param durable whether etcd waits for the disk; slower, needed only where a crash is the question
 * @param admissionPlugins of the API server that run beside those that always do
 * @param networkIndex 0 to 255, see {@link ClusterNetwork}; empty picks the first free one
 */
public record ClusterSettings(
        String name,
        Path stateDirectory,
        boolean node,
        boolean jsonStorage,
        boolean durable,
        List<String> admissionPlugins,
        OptionalInt networkIndex) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,12}");

    public ClusterSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a cluster's name is 1 to 12 lower-case letters and digits, not " + name);
        }
        stateDirectory = stateDirectory.toAbsolutePath().normalize();
        if (stateDirectory.startsWith("/run")
                || stateDirectory.startsWith("/var/run")
                || stateDirectory.startsWith("/var/log")) {
            throw new IllegalArgumentException(
                    "a cluster's state cannot be below /run or /var/log: " + stateDirectory);
        }
        admissionPlugins = List.copyOf(admissionPlugins);
        Objects.requireNonNull(networkIndex, "networkIndex");
        if (networkIndex.isPresent()) {
            Objects.checkIndex(networkIndex.getAsInt(), ClusterNetwork.COUNT);
        }
    }

    /**
     * A cluster with a node, JSON storage, no waiting for the disk and a free network, below {@code
     * ${XDG_STATE_HOME:-~/.local/state}/driftseal/clusters}.
     */
    public static ClusterSettings named(String name) {
        return new ClusterSettings(
                name, defaultStateDirectory(), true, true, false, List.of(), OptionalInt.empty());
    }

    public ClusterSettings withStateDirectory(Path directory) {
        return new ClusterSettings(
                name, directory, node, jsonStorage, durable, admissionPlugins, networkIndex);
    }

    public ClusterSettings withoutNode() {
        return new ClusterSettings(
                name, stateDirectory, false, jsonStorage, durable, admissionPlugins, networkIndex);
    }

    public ClusterSettings withJsonStorage(boolean json) {
        return new ClusterSettings(
                name, stateDirectory, node, json, durable, admissionPlugins, networkIndex);
    }

    public ClusterSettings withDurableStorage() {
        return new ClusterSettings(
                name, stateDirectory, node, jsonStorage, true, admissionPlugins, networkIndex);
    }

    public ClusterSettings withAdmissionPlugins(List<String> names) {
        return new ClusterSettings(
                name, stateDirectory, node, jsonStorage, durable, names, networkIndex);
    }

    public ClusterSettings withNetworkIndex(int index) {
        return new ClusterSettings(
                name,
                stateDirectory,
                node,
                jsonStorage,
                durable,
                admissionPlugins,
                OptionalInt.of(index));
    }

    private static Path defaultStateDirectory() {
        String stateHome = System.getenv().getOrDefault("XDG_STATE_HOME", "");
        Path base =
                stateHome.startsWith("/")
                        ? Path.of(stateHome)
                        : Path.of(System.getenv().getOrDefault("HOME", "/root"), ".local", "state");
        return base.resolve(Path.of("driftseal", "clusters"));
    }
}
