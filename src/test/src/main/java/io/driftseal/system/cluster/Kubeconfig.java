package io.driftseal.system.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Kubeconfig files that carry what they need, so that they can be copied anywhere. */
final class Kubeconfig {
    private Kubeconfig() {}

    static String withCertificate(String server, Identity authority, Identity user) {
        return text(
                server,
                authority,
                "{client-certificate-data: %s, client-key-data: %s}"
                        .formatted(base64(user.certificatePem()), base64(user.keyPem())));
    }

    static String withToken(String server, Identity authority, String token) {
        return text(server, authority, "{token: \"%s\"}".formatted(token));
    }

    private static String text(String server, Identity authority, String user) {
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - {name: driftseal, cluster: {server: "%s", certificate-authority-data: %s}}
        users:
        - {name: driftseal, user: %s}
        contexts:
        - {name: driftseal, context: {cluster: driftseal, user: driftseal}}
        current-context: driftseal
        """
                .formatted(server, base64(authority.certificatePem()), user);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
