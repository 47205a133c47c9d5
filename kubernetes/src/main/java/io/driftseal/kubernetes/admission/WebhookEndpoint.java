package io.driftseal.kubernetes.admission;

import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where an API server calls a webhook, and whom it trusts there.
 *
 * @param host to be found in the certificate
 * @param caBundle base64 of PEM; empty where nothing is trusted yet
 */
public record WebhookEndpoint(String host, int port, String caBundle) {

    private static final int HTTPS = 443;

    /**
     * Those of every webhook of a configuration, each once; an address that is none is left out.
     */
    public static List<WebhookEndpoint> of(JsonObject configuration) {
        return configuration.objects("webhooks").stream()
                .map(webhook -> ofClient(webhook.object("clientConfig")))
                .filter(endpoint -> !endpoint.host().isEmpty())
                .distinct()
                .toList();
    }

    private static WebhookEndpoint ofClient(JsonObject clientConfig) {
        String bundle = clientConfig.string("caBundle").orElse("");
        if (clientConfig.has("url")) {
            return ofUrl(clientConfig.string("url").orElse(""), bundle);
        }
        JsonObject service = clientConfig.object("service");
        long port =
                service.number("port")
                        .map(JsonNumber::whole)
                        .filter(OptionalLong::isPresent)
                        .map(OptionalLong::getAsLong)
                        .filter(number -> number > 0 && number < 65_536)
                        .orElse((long) HTTPS);
        String name = service.string("name").orElse("");
        String host =
                name.isEmpty()
                        ? ""
                        : "%s.%s.svc".formatted(name, service.string("namespace").orElse(""));
        return new WebhookEndpoint(host, (int) port, bundle);
    }

    private static WebhookEndpoint ofUrl(String url, String bundle) {
        try {
            URI uri = URI.create(url);
            String host = uri.getHost() == null ? "" : uri.getHost();
            return new WebhookEndpoint(host, uri.getPort() < 0 ? HTTPS : uri.getPort(), bundle);
        } catch (IllegalArgumentException e) {
            return new WebhookEndpoint("", HTTPS, bundle);
        }
    }
}
