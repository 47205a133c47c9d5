package io.driftseal.bench.measured;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A library's jar without the signature of its makers. The JVM archives no class of a signed jar,
 * and at every start it verifies, still interpreted, what it loads from one: half a second of
 * processor time for Bouncy Castle. An image is held to its own digest, and no code of ours reads
 * who signed a class.
 */
public final class UnsignedJar {
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/(SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private UnsignedJar() {}

    /**
     * The jar itself where nobody signed it, else a copy of the same time. One that is there is
     * used again: the JVM refuses an archive of classes if a jar is younger than it was.
     *
     * @param directory for the copy, of the same name; made if it is not there
     */
    public static Path of(Path jar, Path directory) throws IOException {
        try (ZipFile signed = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(signed.entries());
            if (entries.stream().noneMatch(UnsignedJar::isSignature)) {
                return jar;
            }
            Path copy = directory.resolve(String.valueOf(jar.getFileName()));
            FileTime time = Files.getLastModifiedTime(jar);
            if (Files.exists(copy) && Files.getLastModifiedTime(copy).equals(time)) {
                return copy;
            }
            Files.createDirectories(directory);
            try (OutputStream file = Files.newOutputStream(copy);
                    ZipOutputStream out = new ZipOutputStream(file)) {
                for (ZipEntry entry : entries) {
                    if (!isSignature(entry)) {
                        copy(signed, entry, out);
                    }
                }
            }
            // Last: a copy of which only a part was written has another time.
            Files.setLastModifiedTime(copy, time);
            return copy;
        }
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE.matcher(entry.getName()).matches();
    }

    private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream out) throws IOException {
        ZipEntry written = new ZipEntry(entry.getName());
        // The same copy of the same jar, whenever it is made.
        written.setTime(entry.getTime());
        out.putNextEntry(written);
        try (InputStream in = from.getInputStream(entry)) {
            if (entry.getName().equals(MANIFEST)) {
                withoutDigests(in).write(out);
            } else {
                in.transferTo(out);
            }
        }
        out.closeEntry();
    }

    private static Manifest withoutDigests(InputStream in) throws IOException {
        Manifest manifest = new Manifest(in);
        for (Attributes attributes : manifest.getEntries().values()) {
            attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
        }
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        return manifest;
    }
}
