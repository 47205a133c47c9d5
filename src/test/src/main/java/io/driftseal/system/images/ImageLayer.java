package io.driftseal.system.images;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.List;
import java.util.Objects;

/**
 * A layer as an uncompressed tar file. Equal entries give an equal digest.
 *
 * @param digest hexadecimal SHA-256 of the file
 */
public record ImageLayer(Path file, String digest, long size) {

    /** Writes the entries in their order, parents first. */
    public static ImageLayer write(Path file, List<LayerEntry> entries) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
            var digest = Digests.sha256();
            try (OutputStream out =
                    new DigestOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
                TarArchive tar = new TarArchive(out);
                for (LayerEntry entry : entries) {
                    write(tar, entry);
                }
                tar.finish();
            }
            return new ImageLayer(file, Digests.hex(digest.digest()), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write layer " + file, e);
        }
    }

    private static void write(TarArchive tar, LayerEntry entry) throws IOException {
        switch (entry) {
            case LayerEntry.Directory(String path, int mode) -> tar.directory(path, mode);
            case LayerEntry.Link(String path, String target) -> tar.symbolicLink(path, target);
            case LayerEntry.Content(String path, int mode, byte[] content) ->
                    tar.file(path, mode, content);
            case LayerEntry.Copy(String path, int mode, Path source) ->
                    tar.file(path, mode, source);
        }
    }
}
