package io.driftseal.system.cluster;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Every certificate of a cluster, written as PEM files {@code <name>.crt} and {@code <name>.key}.
 */
record ClusterKeys(Identity authority, Map<String, Identity> identities) {
    static final String ADMIN = "admin";
    static final String CONTROLLER_MANAGER = "kube-controller-manager";
    static final String SCHEDULER = "kube-scheduler";
    static final String PROXY = "kube-proxy";
    static final String KUBELET = "kubelet";
    static final String ETCD_CLIENT = "etcd-client";

    ClusterKeys {
        identities = Map.copyOf(identities);
    }

    Identity identity(String name) {
        Identity identity = identities.get(name);
        if (identity == null) {
            throw new IllegalArgumentException("no identity of that name: " + name);
        }
        return identity;
    }

    static ClusterKeys write(RunDirectory run, ClusterNetwork network, Instant now) {
        SecureRandom random = new SecureRandom();
        CertificateAuthority authority = new CertificateAuthority("driftseal-cluster", now, random);
        CertificateAuthority frontProxy =
                new CertificateAuthority("driftseal-cluster-front-proxy", now, random);
        List<String> local = List.of("localhost", "127.0.0.1");
        String node = network.nodeAddress();
        Map<String, Identity> identities =
                Map.ofEntries(
                        Map.entry(
                                "etcd",
                                authority.issue(
                                        "CN=etcd", List.of("localhost", "127.0.0.1", node))),
                        Map.entry(ETCD_CLIENT, authority.issue("CN=etcd-client", List.of())),
                        Map.entry(
                                "kube-apiserver",
                                authority.issue("CN=kube-apiserver", apiServerNames(node))),
                        Map.entry(
                                "kubelet-client",
                                authority.issue(
                                        "O=system:masters,CN=kube-apiserver-kubelet-client",
                                        List.of())),
                        Map.entry(
                                "front-proxy",
                                frontProxy.issue("CN=front-proxy-client", List.of())),
                        Map.entry(ADMIN, authority.issue("O=system:masters,CN=admin", List.of())),
                        Map.entry(
                                CONTROLLER_MANAGER,
                                authority.issue("CN=system:kube-controller-manager", local)),
                        Map.entry(SCHEDULER, authority.issue("CN=system:kube-scheduler", local)),
                        Map.entry(PROXY, authority.issue("CN=system:kube-proxy", List.of())),
                        Map.entry(
                                KUBELET,
                                authority.issue(
                                        "O=system:nodes,CN=system:node:" + Node.NAME, List.of())),
                        Map.entry(
                                "kubelet-server",
                                authority.issue(
                                        "O=system:nodes,CN=system:node:" + Node.NAME,
                                        List.of(Node.NAME, node))));
        run.write("keys/ca.crt", authority.self().certificatePem());
        run.write("keys/ca.key", authority.self().keyPem());
        run.write("keys/front-proxy-ca.crt", frontProxy.self().certificatePem());
        identities.forEach((name, identity) -> {
            run.write("keys/" + name + ".crt", identity.certificatePem());
            run.write("keys/" + name + ".key", identity.keyPem());
        });
        KeyPair accounts = CertificateAuthority.newKeys(random);
        run.write("keys/service-accounts.key", Identity.privateKeyPem(accounts.getPrivate()));
        run.write("keys/service-accounts.pub", Identity.publicKeyPem(accounts.getPublic()));
        return new ClusterKeys(authority.self(), identities);
    }

    private static List<String> apiServerNames(String node) {
        return List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "localhost",
                "127.0.0.1",
                node,
                ClusterNetwork.KUBERNETES_SERVICE);
    }
}
