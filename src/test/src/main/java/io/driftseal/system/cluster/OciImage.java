package io.driftseal.system.cluster;

import io.driftseal.system.images.ImageArchive;
import io.driftseal.system.images.ImageLayer;
import io.driftseal.system.images.LayerEntry;
import io.driftseal.system.images.LayeredImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A container image of one layer that runs as root, and how to write it as an archive that {@link
 * Cluster#importImage} takes. Equal entries give an equal digest.
 *
 * @param reference name with tag, such as {@code driftseal.local/busybox:1}
 * @param entries files, folders and links of the layer, parents first
 * @param entrypoint program and arguments that every container runs
 * @param command what follows the entry point unless the pod says otherwise
 */
public record OciImage(
        String reference, List<LayerEntry> entries, List<String> entrypoint, List<String> command) {

    public OciImage {
        Objects.requireNonNull(reference, "reference");
        entries = List.copyOf(entries);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
    }

    /** A file name made from the reference. */
    public String fileName() {
        return reference.replaceAll("[^A-Za-z0-9.]+", "-") + ".tar";
    }

    /** Writes the archive; the digest of its manifest, as a pod's status shows it. */
    public String write(Path archive) {
        Path layer = archive.resolveSibling(archive.getFileName() + ".layer");
        ImageLayer written = ImageLayer.write(layer, entries);
        var image = new LayeredImage(reference, List.of(written), entrypoint, command, "");
        String digest = ImageArchive.write(archive, List.of(image)).getFirst();
        try {
            Files.delete(layer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest;
    }
}
