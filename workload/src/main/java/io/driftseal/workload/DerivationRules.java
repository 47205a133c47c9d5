package io.driftseal.workload;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The named transformations of {@code derivation-v1.json}. Data and code must name the same ones:
 * an entry without code, or code without an entry, stops the program.
 */
final class DerivationRules {

    // in this order: reading the declaration needs the names
    private static final Set<String> MEMBERS =
            Set.of("id", "step", "author", "reason", "fields", "facts", "allowed");
    private static final Set<String> STEPS =
            Set.of(
                    "every step",
                    "every owner to Pod",
                    "Deployment to ReplicaSet",
                    "StatefulSet to Pod",
                    "DaemonSet to Pod",
                    "StatefulSet and DaemonSet to Pod",
                    "Job to Pod",
                    "CronJob to Job",
                    "custom root to ReplicaSet or Pod");
    private static final DerivationRules VERSION_1 = load("derivation-v1.json");

    private final Map<String, JsonObject> allowed;
    private final FactReach reach;
    private final ChildIdentity identity;
    private final Making deployment;

    private DerivationRules(Map<String, JsonObject> allowed, FactReach reach) {
        this.allowed = Map.copyOf(allowed);
        this.reach = reach;
        identity = ChildIdentity.of(allowed("child-identity"));
        JsonObject templateHash = allowed("pod-template-hash");
        deployment =
                new ReplicaSetMaking(
                        templateHash.string("label"), TemplateHash.of(templateHash), identity);
        Set<String> inCode =
                Set.of(
                        "pod-template-hash",
                        "child-identity",
                        "statefulset-identity",
                        "statefulset-volumes",
                        "controller-revision",
                        "daemonset-node-affinity",
                        "daemonset-tolerations",
                        "daemonset-template-generation",
                        "job-completion-index",
                        "job-labels",
                        "cronjob-schedule",
                        "job-defaults",
                        "custom-root-hash",
                        "custom-root-name",
                        "custom-root-defaults",
                        "custom-root-copies",
                        "service-account-name",
                        "service-account-token-volume",
                        "image-pull-secrets",
                        "default-tolerations",
                        "priority",
                        "pod-defaults",
                        "requests-from-limits",
                        "host-network-ports",
                        "runtime-class",
                        "limit-range",
                        "approved-range",
                        "always-pull-images",
                        "pod-node-selector",
                        "namespace-tolerations",
                        "extended-resource-tolerations",
                        "injectors");
        if (!allowed.keySet().equals(inCode)) {
            throw new IllegalArgumentException(
                    "declared transformations are not those of the program: " + allowed.keySet());
        }
    }

    static DerivationRules current() {
        return VERSION_1;
    }

    /**
     * What a pod may have beyond its template, in the order in which the API server does it:
     * defaults first, then the admission plug-ins.
     */
    List<Named> pod(ClusterFacts facts) {
        return List.of(
                named("pod-defaults", DefaultingTransformations::podDefaults),
                named("requests-from-limits", DefaultingTransformations::requests),
                named("host-network-ports", DefaultingTransformations::hostPorts),
                named("limit-range", allowed -> LimitRangeTransformation.of(allowed, facts)),
                // A webhook, so after the plug-ins that default the amounts which it replaces.
                named("approved-range", ApprovedRangeTransformation::of),
                named("service-account-name", ServiceAccountTransformations::name),
                named(
                        "service-account-token-volume",
                        allowed -> ServiceAccountTransformations.tokenVolume(allowed, facts)),
                named(
                        "image-pull-secrets",
                        allowed -> ServiceAccountTransformations.imagePullSecrets(allowed, facts)),
                named(
                        "always-pull-images",
                        allowed -> PluginTransformations.alwaysPull(allowed, facts)),
                named(
                        "pod-node-selector",
                        allowed -> PluginTransformations.nodeSelector(allowed, facts)),
                named("priority", allowed -> ClassTransformations.priority(allowed, facts)),
                named("default-tolerations", DefaultingTransformations::tolerations),
                named(
                        "namespace-tolerations",
                        allowed -> PluginTransformations.namespaceTolerations(allowed, facts)),
                named(
                        "extended-resource-tolerations",
                        allowed -> PluginTransformations.extendedResources(allowed, facts)),
                named("runtime-class", allowed -> ClassTransformations.runtimeClass(facts)));
    }

    /**
     * @param id as it is declared
     */
    record Named(String id, Transformation transformation) {}

    private Named named(String id, Function<JsonObject, Transformation> transformation) {
        return new Named(id, transformation.apply(allowed(id)));
    }

    /** Which fields depend on which facts. */
    FactReach reach() {
        return reach;
    }

    ChildIdentity identity() {
        return identity;
    }

    /** What a Deployment makes. */
    Making deployment() {
        return deployment;
    }

    /** Allowed values of one transformation. */
    JsonObject allowed(String id) {
        JsonObject values = allowed.get(id);
        if (values == null) {
            throw new IllegalArgumentException("transformation is not declared: " + id);
        }
        return values;
    }

    static DerivationRules parse(JsonObject declaration) {
        var allowed = new LinkedHashMap<String, JsonObject>();
        for (JsonObject entry : declaration.objects("transformations")) {
            for (String name : MEMBERS) {
                if (!entry.has(name) || entry.string(name).filter(String::isBlank).isPresent()) {
                    throw new IllegalArgumentException("transformation without " + name);
                }
            }
            if (!entry.members().keySet().equals(MEMBERS)
                    || entry.string("step").filter(STEPS::contains).isEmpty()) {
                throw new IllegalArgumentException("transformation with unknown members");
            }
            if (allowed.put(entry.string("id").orElseThrow(), entry.object("allowed")) != null) {
                throw new IllegalArgumentException("transformation declared twice");
            }
        }
        return new DerivationRules(allowed, FactReach.of(declaration));
    }

    private static DerivationRules load(String resource) {
        try (InputStream stream = DerivationRules.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("resource is missing: " + resource);
            }
            return parse(
                    JsonReader.readObject(stream.readAllBytes(), JsonLimits.kubernetesObject()));
        } catch (IOException | MalformedJsonException e) {
            throw new IllegalStateException("resource is unreadable: " + resource, e);
        }
    }
}
