package io.driftseal.cli;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the installation out of a cluster. What is in the way of requests goes first, so that it
 * works with the services dead. Each step finds by itself what is left, so that it can be run again
 * after an interruption at any point.
 */
final class Removal {

    private static final List<ResourceType> ADMISSION =
            List.of(
                    ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                    ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS,
                    ResourceType.VALIDATING_ADMISSION_POLICY_BINDINGS,
                    ResourceType.VALIDATING_ADMISSION_POLICIES);

    private static final int PROGRESS = 100;
    private static final long NAMESPACE_TICK_MILLIS = 500;
    private static final int NAMESPACE_TICKS = 240;

    private final KubernetesApi api;
    private final OwnTraces traces;
    private final ClusterReader reader;
    private final PrintWriter progress;
    private final boolean dryRun;
    private final long pauseMillis;
    private int declarations;
    private int failures;
    private int writes;

    /**
     * @param traces of the installation, whose namespace goes with everything in it
     * @param progress where each step says what it did
     * @param rate writes in a second
     */
    Removal(KubernetesApi api, OwnTraces traces, PrintWriter progress, boolean dryRun, int rate) {
        this.api = api;
        this.traces = traces;
        this.reader = new ClusterReader(api);
        this.progress = progress;
        this.dryRun = dryRun;
        this.pauseMillis = 1000L / rate;
    }

    /** Objects whose approvals and permitted ranges were seen and left. */
    int declarations() {
        return declarations;
    }

    /** What could not be removed; the reasons were told. */
    int failures() {
        return failures;
    }

    /**
     * @param workloads whether our annotations and labels go from the workloads, too
     */
    void run(boolean workloads) throws CommandFailedException {
        for (ResourceType type : ADMISSION) {
            deleteOurs(type);
        }
        List<ResourceType> others =
                api.served().listable().stream()
                        .filter(type -> !ADMISSION.contains(type))
                        .filter(Remains::isSearched)
                        .filter(type -> !type.kind().equals("Event"))
                        .toList();
        strip(ResourceType.NAMESPACES);
        if (workloads) {
            stripEverything(others);
        }
        for (ResourceType type : others) {
            if (!type.equals(ResourceType.NAMESPACES)) {
                deleteOurs(type);
            }
        }
        deleteNamespace();
    }

    private void stripEverything(List<ResourceType> types) throws CommandFailedException {
        List<ResourceType> makers = PodMakers.builtIn();
        List<ResourceType> inOrder = new ArrayList<>(types);
        // Custom roots first: their controllers copy annotations downwards.
        inOrder.removeAll(makers);
        inOrder.addAll(makers);
        for (ResourceType type : inOrder) {
            if (types.contains(type)) {
                strip(type);
            }
        }
    }

    private void strip(ResourceType type) throws CommandFailedException {
        int[] done = new int[1];
        reader.each(
                type,
                Selection.everything(),
                object -> {
                    Optional<JsonObject> removal = OwnTraces.removal(object);
                    if (OwnTraces.isDeclaring(object) && !traces.isInOurNamespace(object)) {
                        declarations++;
                    }
                    if (removal.isPresent() && !traces.isInOurNamespace(object)) {
                        write(
                                type,
                                object,
                                () ->
                                        api.patch(
                                                type,
                                                ObjectKey.of(object),
                                                new Patch.Merge(removal.get()),
                                                WriteOptions.stored("driftseal-cli")));
                        done[0]++;
                    }
                });
        said(type, done[0], "freed of our annotations and labels");
    }

    /** In our own namespace everything goes with it; elsewhere only what is labelled as ours. */
    private void deleteOurs(ResourceType type) throws CommandFailedException {
        int[] done = new int[1];
        reader.each(
                type,
                Selection.everything(),
                object -> {
                    if (traces.isOurs(type, object) && !traces.isInOurNamespace(object)) {
                        write(
                                type,
                                object,
                                () ->
                                        api.delete(
                                                type,
                                                ObjectKey.of(object),
                                                DeleteOptions.ofUid(
                                                        object.string("metadata", "uid")
                                                                .orElse(""))));
                        done[0]++;
                    }
                });
        said(type, done[0], "deleted");
    }

    private void deleteNamespace() throws CommandFailedException {
        String name = traces.namespace();
        Optional<JsonObject> namespace = reader.get(ResourceType.NAMESPACES, name);
        if (namespace.isEmpty()) {
            return;
        }
        if (namespace.get().string("metadata", "deletionTimestamp").isEmpty()) {
            write(
                    ResourceType.NAMESPACES,
                    namespace.get(),
                    () ->
                            api.delete(
                                    ResourceType.NAMESPACES,
                                    ObjectKey.clusterScoped(name),
                                    DeleteOptions.ofUid(
                                            namespace.get().string("metadata", "uid").orElse(""))));
        }
        said(ResourceType.NAMESPACES, 1, "deleted: " + name);
        for (int i = 0; !dryRun && i < NAMESPACE_TICKS; i++) {
            if (reader.get(ResourceType.NAMESPACES, name).isEmpty()) {
                return;
            }
            pause(NAMESPACE_TICK_MILLIS);
        }
        if (!dryRun) {
            failures++;
            progress.println("namespace " + name + " is still terminating; run this again");
        }
    }

    /** One write to the cluster. */
    @FunctionalInterface
    private interface Write {
        void send();
    }

    private void write(ResourceType type, JsonObject object, Write write)
            throws CommandFailedException {
        if (dryRun) {
            return;
        }
        try {
            write.send();
        } catch (KubernetesApiException.NotFound | KubernetesApiException.Conflict e) {
            // Gone or made anew meanwhile: no trace of ours is on what is there now.
            return;
        } catch (KubernetesApiException e) {
            failures++;
            progress.println(
                    type.kind()
                            + " "
                            + ObjectKey.of(object)
                            + ": "
                            + Outline.printable(String.valueOf(e.getMessage())));
        }
        writes++;
        if (writes % PROGRESS == 0) {
            progress.println(writes + " objects so far");
        }
        pause(pauseMillis);
    }

    private void said(ResourceType type, int count, String what) {
        if (count > 0) {
            progress.println(
                    (dryRun ? "would be " : "") + what + ": " + count + " " + type.plural());
        }
    }

    private static void pause(long millis) throws CommandFailedException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted; run this again to go on", e);
        }
    }
}
