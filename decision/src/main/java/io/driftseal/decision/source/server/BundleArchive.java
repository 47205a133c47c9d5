package io.driftseal.decision.source.server;

import io.driftseal.decision.bundle.PolicyRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The regular files of a gzipped tar archive, of bytes that anybody may have written. What a
 * program that packs bundles never writes (links, devices, two files of one name, names that lead
 * elsewhere) is refused, not skipped: whoever verified the archive may have read it otherwise.
 */
final class BundleArchive {

    /** Everything unpacked together; a small archive may unpack to anything. */
    static final int MAXIMUM_UNPACKED_BYTES = 32 * 1024 * 1024;

    /** Entries, folders and extended headers counted. */
    static final int MAXIMUM_ENTRIES = 4_000;

    private final InputStream in;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private long unpacked;
    private int entries;

    /** Name of the next entry as an extended header gave it. */
    private Optional<String> longName = Optional.empty();

    private BundleArchive(InputStream in) {
        this.in = in;
    }

    /** File contents by their names, relative to the bundle's root. */
    static SortedMap<String, byte[]> read(byte[] tarGz) throws PolicyRefusedException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(tarGz), 8192)) {
            var archive = new BundleArchive(in);
            archive.readAll();
            return archive.files;
        } catch (IOException e) {
            // Of our own input in memory: the archive's fault, and nothing else's.
            throw refused("is no whole gzipped tar archive");
        }
    }

    private void readAll() throws IOException, PolicyRefusedException {
        for (byte[] block = block(); !TarHeader.isEnd(block); block = block()) {
            if (++entries > MAXIMUM_ENTRIES) {
                throw refused("has more than " + MAXIMUM_ENTRIES + " entries");
            }
            entry(TarHeader.read(block));
        }
        if (longName.isPresent()) {
            throw refused("ends behind an extended header");
        }
        endsHere();
    }

    private void entry(TarHeader header) throws IOException, PolicyRefusedException {
        byte[] content = content(header);
        switch (header.type()) {
            case '0', '\0' -> add(BundlePath.of(named(header)), content);
            case '5' -> BundlePath.ofFolder(named(header));
            case 'x' -> longName = PaxRecords.path(content);
            case 'g' -> PaxRecords.refusePath(content);
            default ->
                    throw refused(
                            "has an entry that is neither file nor folder (type "
                                    + shown(header.type())
                                    + ")");
        }
    }

    private String named(TarHeader header) {
        String name = longName.orElse(header.name());
        longName = Optional.empty();
        return name;
    }

    private void add(String name, byte[] content) throws PolicyRefusedException {
        if (files.put(name, content) != null) {
            throw refused("has two files called " + name);
        }
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            if (files.containsKey(name.substring(0, slash))) {
                throw refused("has a file and a folder called " + name.substring(0, slash));
            }
        }
        String inside =
                files.tailMap(name + "/").isEmpty() ? "" : files.tailMap(name + "/").firstKey();
        if (inside.startsWith(name + "/")) {
            throw refused("has a file and a folder called " + name);
        }
    }

    private byte[] content(TarHeader header) throws IOException, PolicyRefusedException {
        count(header.size());
        if (header.type() == '5' && header.size() > 0) {
            throw refused("has a folder with content");
        }
        byte[] content = in.readNBytes((int) header.size());
        in.skipNBytes((TarHeader.BLOCK - header.size() % TarHeader.BLOCK) % TarHeader.BLOCK);
        if (content.length < header.size()) {
            throw new IOException("ends early");
        }
        return content;
    }

    private byte[] block() throws IOException, PolicyRefusedException {
        count(TarHeader.BLOCK);
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw new IOException("ends early");
        }
        return block;
    }

    private void count(long bytes) throws PolicyRefusedException {
        unpacked += bytes;
        if (unpacked > MAXIMUM_UNPACKED_BYTES) {
            throw refused("unpacks to more than " + MAXIMUM_UNPACKED_BYTES + " bytes");
        }
    }

    /** Padding only: files behind the end would be read by some programs and not by others. */
    private void endsHere() throws IOException, PolicyRefusedException {
        byte[] rest = new byte[8192];
        for (int length = in.read(rest); length >= 0; length = in.read(rest)) {
            count(length);
            for (byte one : Arrays.copyOf(rest, length)) {
                if (one != 0) {
                    throw refused("goes on behind its end");
                }
            }
        }
    }

    private static String shown(char type) {
        return type > ' ' && type < 127 ? "'" + type + "'" : Integer.toString(type);
    }

    static PolicyRefusedException refused(String what) {
        return new PolicyRefusedException("policies refused: the bundle " + what);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
