package io.driftseal.policysource;

import io.driftseal.decision.loading.EngineKind;
import io.driftseal.decision.server.PolicyServer;
import io.driftseal.kubernetes.KubernetesApi;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What policies are fetched and run with.
 *
 * @param kind of the engine that evaluates
 * @param server that is asked instead, by the engine of that kind; its policies are its own
 * @param opa the OPA program, which every engine compiles or runs with
 * @param compiled directory of policies that were compiled when the program was packed
 * @param directory of this process alone, where good policies are kept; made if it is not there
 * @param api of the cluster, for ConfigMaps
 * @param random spreads the requests of replicas
 */
public record PolicyMachinery(
        EngineKind kind,
        Optional<PolicyServer> server,
        Path opa,
        Optional<Path> compiled,
        Path directory,
        KubernetesApi api,
        RandomGenerator random) {}
