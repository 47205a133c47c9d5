package io.driftseal.system.cluster;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A container image of one layer, and how to write it as an OCI layout in a tar archive that {@code
 * ctr images import} takes. Equal entries give an equal digest. Contents are held in memory.
 *
 * @param reference name with tag, such as {@code driftseal.local/busybox:1}
 * @param entries files, folders and links of the layer, parents first
 * @param entrypoint program and arguments that every container runs
 * @param command what follows the entry point unless the pod says otherwise
 */
public record OciImage(
        String reference, List<Entry> entries, List<String> entrypoint, List<String> command) {
    private static final String PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

    public OciImage {
        Objects.requireNonNull(reference, "reference");
        entries = List.copyOf(entries);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
    }

    /** One entry of a layer; paths have no leading slash and at most 100 bytes. */
    public sealed interface Entry {
        /** A folder. */
        record Directory(String path, int mode) implements Entry {}

        /** A symbolic link. */
        record Link(String path, String target) implements Entry {}

        /** A file; {@code content} belongs to the entry from then on. */
        @SuppressWarnings("ArrayRecordComponent") // never compared, only written
        record Content(String path, int mode, byte[] content) implements Entry {}

        /** A file of the machine as an entry. */
        static Entry copy(String path, int mode, Path source) {
            try {
                return new Content(path, mode, Files.readAllBytes(source));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        /** A text file that everybody may read. */
        static Entry text(String path, String content) {
            return new Content(path, 0644, content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A file name made from the reference. */
    public String fileName() {
        return reference.replaceAll("[^A-Za-z0-9.]+", "-") + ".tar";
    }

    /** Writes the archive; the digest of its manifest, as a pod's status shows it. */
    public String write(Path archive) {
        try {
            byte[] layer = layer();
            byte[] configuration = utf8(configuration(digest(layer)));
            byte[] manifest = utf8(manifest(configuration, layer));
            Files.createDirectories(Objects.requireNonNull(archive.getParent()));
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
                TarArchive tar = new TarArchive(out);
                tar.file("oci-layout", 0644, utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
                tar.file("index.json", 0644, utf8(index(manifest)));
                for (byte[] blob : List.of(layer, configuration, manifest)) {
                    tar.file("blobs/sha256/" + digest(blob), 0644, blob);
                }
                tar.finish();
            }
            return "sha256:" + digest(manifest);
        } catch (IOException notWritable) {
            throw new UncheckedIOException(notWritable);
        }
    }

    private byte[] layer() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarArchive tar = new TarArchive(bytes);
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Directory directory -> tar.directory(directory.path(), directory.mode());
                case Entry.Link link -> tar.symbolicLink(link.path(), link.target());
                case Entry.Content file -> tar.file(file.path(), file.mode(), file.content());
            }
        }
        tar.finish();
        return bytes.toByteArray();
    }

    private String configuration(String layerDigest) {
        List<String> fields = new ArrayList<>();
        fields.add("\"Env\":" + json(List.of(PATH)));
        if (!entrypoint.isEmpty()) {
            fields.add("\"Entrypoint\":" + json(entrypoint));
        }
        if (!command.isEmpty()) {
            fields.add("\"Cmd\":" + json(command));
        }
        return """
        {"architecture":"%s","os":"linux","config":{%s},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}\
        """
                .formatted(architecture(), String.join(",", fields), layerDigest);
    }

    private static String manifest(byte[] configuration, byte[] layer) {
        return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",\
        "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%d},\
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:%s","size":%d}]}\
        """
                .formatted(
                        digest(configuration), configuration.length, digest(layer), layer.length);
    }

    private String index(byte[] manifest) {
        return """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[\
        {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%d,\
        "platform":{"architecture":"%s","os":"linux"},"annotations":{\
        "io.containerd.image.name":"%s","org.opencontainers.image.ref.name":"%s"}}]}\
        """
                .formatted(digest(manifest), manifest.length, architecture(), reference, reference);
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

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
