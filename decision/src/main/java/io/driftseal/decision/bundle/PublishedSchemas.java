package io.driftseal.decision.bundle;

import io.driftseal.decision.EntryPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The schemas that this version publishes of what it asks and takes, {@code policies/rego/schema}:
 * in this module's own archive, so that they are the same in an image, in the command and in the
 * repository. Policies that bring no schemas are held to them.
 */
final class PublishedSchemas {

    private static final SortedMap<String, byte[]> FILES = read();

    private PublishedSchemas() {}

    /** Writes them into a new directory. */
    static void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (var file : FILES.entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    /** Sixteen characters that change with any of them. */
    static String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            FILES.values().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static SortedMap<String, byte[]> read() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (EntryPoint entryPoint : EntryPoint.values()) {
            for (String document : new String[] {"input", "output"}) {
                String name = entryPoint.wireName() + "-" + document + ".json";
                files.put(name, read(name));
            }
        }
        files.put("settings.json", read("settings.json"));
        return files;
    }

    private static byte[] read(String name) {
        try (InputStream content =
                PublishedSchemas.class.getResourceAsStream(
                        PolicyBundle.SCHEMA_DIRECTORY + "/" + name)) {
            if (content == null) {
                throw new IllegalStateException("schema is missing from the archive: " + name);
            }
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
