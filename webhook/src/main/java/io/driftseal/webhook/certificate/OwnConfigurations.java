package io.driftseal.webhook.certificate;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The webhook configurations of ours, as they are registered now. Read by name again and again: our
 * account may get and patch exactly these, so there is no watch to have.
 *
 * @param live those that exist
 * @param failure of the first that could not be read
 */
public record OwnConfigurations(List<Live> live, Optional<String> failure) {

    /** Whose configuration it is, by the names that the chart gives. */
    private static final List<Owned> CONFIGURATIONS =
            List.of(
                    new Owned(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, "zz-driftseal-stamp"),
                    new Owned(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, "driftseal-grant"),
                    new Owned(ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, "driftseal-verify"),
                    new Owned(ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, "driftseal-access"));

    public OwnConfigurations {
        live = List.copyOf(live);
    }

    /** Reads all of them; never throws. */
    public static OwnConfigurations read(KubernetesApi api) {
        List<Live> live = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (Owned owned : CONFIGURATIONS) {
            try {
                api.get(owned.type(), ObjectKey.clusterScoped(owned.name()))
                        .ifPresent(found -> live.add(new Live(owned.type(), owned.name(), found)));
            } catch (KubernetesApiException e) {
                failure = Optional.of(owned.name() + " cannot be read: " + e.getMessage());
            }
        }
        return new OwnConfigurations(live, failure);
    }

    /** Where the API server calls us, and whom it trusts there, each pair once. */
    public List<Endpoint> endpoints() {
        return live.stream()
                .flatMap(found -> found.configuration().objects("webhooks").stream())
                .map(webhook -> endpoint(webhook.object("clientConfig")))
                .distinct()
                .toList();
    }

    private static Endpoint endpoint(JsonObject clientConfig) {
        String bundle = clientConfig.string("caBundle").orElse("");
        Optional<String> url = clientConfig.string("url");
        if (url.isPresent()) {
            URI uri = URI.create(url.get());
            return new Endpoint(uri.getHost(), uri.getPort() < 0 ? 443 : uri.getPort(), bundle);
        }
        JsonObject service = clientConfig.object("service");
        long port =
                service.number("port")
                        .map(JsonNumber::whole)
                        .filter(java.util.OptionalLong::isPresent)
                        .map(java.util.OptionalLong::getAsLong)
                        .orElse(443L);
        return new Endpoint(
                "%s.%s.svc"
                        .formatted(
                                service.string("name").orElse(""),
                                service.string("namespace").orElse("")),
                Math.toIntExact(port),
                bundle);
    }

    /** A configuration as it was read. */
    public record Live(ResourceType type, String name, JsonObject configuration) {}

    /**
     * @param host to be found in the certificate
     * @param caBundle base64 of PEM; empty where nothing is trusted yet
     */
    public record Endpoint(String host, int port, String caBundle) {

        /** The bundle's certificates; none if it cannot be read. */
        public List<X509Certificate> trusted() {
            try {
                String pem =
                        new String(Base64.getDecoder().decode(caBundle), StandardCharsets.US_ASCII);
                return PemFiles.certificatesOf(pem, "caBundle");
            } catch (IllegalArgumentException | MutualTlsException e) {
                return List.of();
            }
        }

        boolean trusts(X509Certificate authority) {
            return trusted().contains(authority);
        }
    }

    private record Owned(ResourceType type, String name) {}
}
