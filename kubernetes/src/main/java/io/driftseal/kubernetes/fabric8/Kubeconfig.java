package io.driftseal.kubernetes.fabric8;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The current context of a kubeconfig. Read here and not by fabric8, which adds the CA to the JDK's
 * public roots, reads the environment beside the file, and starts {@code exec} plug-ins.
 *
 * @param server address of the API server
 * @param caPem the only roots that the server's certificate may come from
 * @param bearerToken the token, empty when a client certificate identifies us
 * @param clientPem certificate and key, empty when a token identifies us
 */
record Kubeconfig(
        URI server, String caPem, BearerToken bearerToken, Optional<ClientPem> clientPem) {

    /** PEM texts of a client certificate and its key. */
    record ClientPem(String certificate, String key) {}

    private static final long LARGEST_FILE = 1024 * 1024;

    /** Each would weaken the connection or run a program; none is needed by a service. */
    private static final Set<String> REFUSED =
            Set.of(
                    "exec",
                    "auth-provider",
                    "insecure-skip-tls-verify",
                    "username",
                    "password",
                    "proxy-url",
                    "tls-server-name",
                    "as");

    static Kubeconfig of(ApiAccess access) {
        return switch (access) {
            case ApiAccess.ByKubeconfig(Path file) -> read(file);
            case ApiAccess.AsPod(URI server, Path directory) -> mounted(server, directory);
        };
    }

    private static Kubeconfig mounted(URI server, Path directory) {
        Path ca = directory.resolve("ca.crt");
        try {
            return new Kubeconfig(
                    server,
                    Files.readString(ca),
                    BearerToken.ofFile(directory.resolve("token")),
                    Optional.empty());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read " + ca + "; does the pod mount the token of its account?", e);
        }
    }

    static Kubeconfig read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw unusable(file, "it is larger than 1 MiB");
            }
            LoadSettings settings = LoadSettings.builder().setLabel("kubeconfig").build();
            Object document = new Load(settings).loadFromString(Files.readString(file));
            return new Reading(file, map(file, document)).kubeconfig();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read kubeconfig " + file, e);
        }
    }

    private record Reading(Path file, Map<?, ?> document) {

        Kubeconfig kubeconfig() throws IOException {
            String contextName =
                    text(document, "current-context")
                            .orElseThrow(() -> unusable(file, "it names no current-context"));
            Map<?, ?> context = named("contexts", contextName, "context");
            Map<?, ?> cluster = named("clusters", text(context, "cluster").orElse(""), "cluster");
            Map<?, ?> user = named("users", text(context, "user").orElse(""), "user");
            for (String key : REFUSED) {
                if (cluster.containsKey(key) || user.containsKey(key)) {
                    throw unusable(file, "'" + key + "' is not supported; remove it");
                }
            }
            String server =
                    text(cluster, "server")
                            .orElseThrow(() -> unusable(file, "its cluster has no server"));
            if (!server.startsWith("https://")) {
                throw unusable(file, "the server's address must start with https://");
            }
            String ca =
                    pem(cluster, "certificate-authority")
                            .orElseThrow(() ->
                                    unusable(file, "its cluster has no certificate-authority"));
            return new Kubeconfig(URI.create(server), ca, token(user), clientPem(user));
        }

        private BearerToken token(Map<?, ?> user) {
            Optional<String> tokenFile = text(user, "tokenFile");
            if (tokenFile.isPresent()) {
                return BearerToken.ofFile(resolve(tokenFile.get()));
            }
            return text(user, "token").map(BearerToken::fixed).orElseGet(BearerToken::none);
        }

        private Optional<ClientPem> clientPem(Map<?, ?> user) throws IOException {
            Optional<String> certificate = pem(user, "client-certificate");
            Optional<String> key = pem(user, "client-key");
            if (certificate.isPresent() != key.isPresent()) {
                throw unusable(file, "client-certificate and client-key belong together");
            }
            return certificate.flatMap(c -> key.map(k -> new ClientPem(c, k)));
        }

        private Optional<String> pem(Map<?, ?> owner, String name) throws IOException {
            Optional<String> data = text(owner, name + "-data");
            if (data.isPresent()) {
                return Optional.of(
                        new String(
                                Base64.getDecoder().decode(data.get()), StandardCharsets.US_ASCII));
            }
            Optional<String> path = text(owner, name);
            return path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Files.readString(resolve(path.get())));
        }

        /** Relative paths are relative to the kubeconfig, as kubectl has it. */
        private Path resolve(String path) {
            return file.toAbsolutePath().resolveSibling(path);
        }

        private Map<?, ?> named(String list, String name, String member) {
            if (document.get(list) instanceof List<?> entries) {
                for (Object entry : entries) {
                    Map<?, ?> map = map(file, entry);
                    if (name.equals(map.get("name"))) {
                        return map(file, map.get(member));
                    }
                }
            }
            throw unusable(file, "its " + list + " have no entry '" + name + "'");
        }
    }

    private static Map<?, ?> map(Path file, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw unusable(file, "it does not have the shape of a kubeconfig");
    }

    private static Optional<String> text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
    }

    private static IllegalArgumentException unusable(Path file, String why) {
        return new IllegalArgumentException("kubeconfig " + file + " cannot be used: " + why);
    }

    @Override
    public String toString() {
        return "Kubeconfig[" + server + "]";
    }
}
