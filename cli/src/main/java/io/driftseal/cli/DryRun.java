package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Asks an API server what it would make of a manifest: defaults and other webhooks change it before
 * ours sees it, and only what comes out of there has the hash that ours will compute. Nothing is
 * stored.
 *
 * @param api as the caller of the command
 */
record DryRun(KubernetesApi api) {

    private static final WriteOptions DRY_RUN = WriteOptions.dryRun("driftseal-cli");

    /** What runs under the manifest's name now. */
    Optional<Workload> live(Workload manifest) throws CommandFailedException {
        if (manifest.name().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<JsonObject> found = api.get(ResourceType.of(manifest.kind()), key(manifest));
            return found.isEmpty() ? Optional.empty() : Optional.of(read(manifest, found.get()));
        } catch (KubernetesApiException e) {
            throw refused("read what runs", e);
        }
    }

    /** The object as it would be stored. */
    Workload served(Workload manifest, Optional<Workload> live) throws CommandFailedException {
        ResourceType type = ResourceType.of(manifest.kind());
        JsonObject question = ApprovedObject.question(manifest);
        try {
            JsonObject answer =
                    live.isEmpty()
                            ? api.create(type, question, DRY_RUN).object()
                            : api.patch(type, key(manifest), change(question), DRY_RUN).object();
            return read(manifest, answer);
        } catch (KubernetesApiException e) {
            throw refused("make a dry run", e);
        }
    }

    /** The manifest's whole spec in place of the stored one: what it leaves out is gone. */
    private static Patch change(JsonObject question) {
        JsonObject annotations =
                JsonObject.builder()
                        .put("op", "add")
                        .put("path", "/metadata/annotations")
                        .put("value", question.object("metadata", "annotations"))
                        .build();
        JsonObject spec =
                JsonObject.builder()
                        .put("op", "replace")
                        .put("path", "/spec")
                        .put("value", question.object("spec"))
                        .build();
        return new Patch.Operations(new JsonArray(List.<JsonValue>of(annotations, spec)));
    }

    private static ObjectKey key(Workload manifest) {
        return ObjectKey.namespaced(manifest.namespace(), manifest.name().orElseThrow());
    }

    private static Workload read(Workload manifest, JsonObject answer)
            throws CommandFailedException {
        try {
            return Workload.of(
                    manifest.kind(),
                    answer.with("apiVersion", new JsonString(manifest.kind().apiVersion()))
                            .with("kind", new JsonString(manifest.kind().kind())));
        } catch (UnsupportedWorkloadException e) {
            throw new CommandFailedException("the API server's answer is no workload", e);
        }
    }

    private static CommandFailedException refused(String what, KubernetesApiException e) {
        return new CommandFailedException(
                ClusterReader.failed(what, e).getMessage()
                        + ". If you may not, let whoever applies it make the dry run: kubectl apply"
                        + " --dry-run=server -o json -f FILE",
                e);
    }
}
