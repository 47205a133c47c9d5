package io.driftseal.system.images;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A container image: its layers, lowest first, and how it is run.
 *
 * @param reference name with tag, such as {@code driftseal.local/webhook:1}
 * @param entrypoint program and arguments that every container runs
 * @param command what follows the entry point unless the pod says otherwise
 * @param user {@code uid:gid}, or empty for root
 */
public record LayeredImage(
        String reference,
        List<ImageLayer> layers,
        List<String> entrypoint,
        List<String> command,
        String user) {
    private static final String PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

    public LayeredImage {
        Objects.requireNonNull(reference, "reference");
        layers = List.copyOf(layers);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        Objects.requireNonNull(user, "user");
    }

    byte[] configuration() {
        List<String> fields = new ArrayList<>();
        if (!user.isEmpty()) {
            fields.add("\"User\":\"" + user + "\"");
        }
        fields.add("\"Env\":" + json(List.of(PATH)));
        if (!entrypoint.isEmpty()) {
            fields.add("\"Entrypoint\":" + json(entrypoint));
        }
        if (!command.isEmpty()) {
            fields.add("\"Cmd\":" + json(command));
        }
        return utf8(
                """
                {"architecture":"%s","os":"linux","config":{%s},"rootfs":{"type":"layers","diff_ids":%s}}\
                """
                        .formatted(
                                architecture(),
                                String.join(",", fields),
                                json(
                                        layers.stream()
                                                .map(layer -> "sha256:" + layer.digest())
                                                .toList())));
    }

    byte[] manifest() {
        byte[] configuration = configuration();
        String blobs =
                layers.stream()
                        .map(layer ->
                                descriptor(
                                        "application/vnd.oci.image.layer.v1.tar",
                                        layer.digest(),
                                        layer.size()))
                        .collect(Collectors.joining(","));
        return utf8(
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
                "config":%s,"layers":[%s]}\
                """
                        .formatted(
                                descriptor(
                                        "application/vnd.oci.image.config.v1+json",
                                        Digests.of(configuration),
                                        configuration.length),
                                blobs));
    }

    /** The entry of an index that names this image. */
    String indexEntry() {
        byte[] manifest = manifest();
        return """
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%d,\
        "platform":{"architecture":"%s","os":"linux"},"annotations":{\
        "io.containerd.image.name":"%s","org.opencontainers.image.ref.name":"%s"}}\
        """
                .formatted(
                        Digests.of(manifest),
                        manifest.length,
                        architecture(),
                        reference,
                        reference);
    }

    private static String descriptor(String mediaType, String digest, long size) {
        return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
                .formatted(mediaType, digest, size);
    }

    private static String json(List<String> words) {
        return words.stream()
                .map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String architecture() {
        return System.getProperty("os.arch", "amd64").equals("aarch64") ? "arm64" : "amd64";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
