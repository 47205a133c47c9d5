package io.driftseal.system.images;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Images as one OCI layout in a tar archive, which {@code ctr images import} and {@code skopeo copy
 * oci-archive:} take. A layer that images share is in it once.
 */
public final class ImageArchive {
    private ImageArchive() {}

    /** Writes the archive; the digests of the manifests, as a pod's status shows them, in order. */
    public static List<String> write(Path archive, List<LayeredImage> images) {
        try {
            Files.createDirectories(Objects.requireNonNull(archive.toAbsolutePath().getParent()));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
                TarArchive tar = new TarArchive(out);
                tar.file("oci-layout", 0644, utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
                tar.file("index.json", 0644, utf8(index(images)));
                Set<String> written = new HashSet<>();
                for (LayeredImage image : images) {
                    for (ImageLayer layer : image.layers()) {
                        if (written.add(layer.digest())) {
                            tar.file(blob(layer.digest()), 0644, layer.file());
                        }
                    }
                    for (byte[] document : List.of(image.configuration(), image.manifest())) {
                        if (written.add(Digests.of(document))) {
                            tar.file(blob(Digests.of(document)), 0644, document);
                        }
                    }
                }
                tar.finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + archive, e);
        }
        return images.stream().map(image -> "sha256:" + Digests.of(image.manifest())).toList();
    }

    private static String blob(String digest) {
        return "blobs/sha256/" + digest;
    }

    private static String index(List<LayeredImage> images) {
        return images.stream()
                .map(LayeredImage::indexEntry)
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"schemaVersion\":2,\"mediaType\":"
                                        + "\"application/vnd.oci.image.index.v1+json\","
                                        + "\"manifests\":[",
                                "]}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
