package io.driftseal.system.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a POSIX ustar archive in which nothing but names, modes and contents differs: owner root,
 * time zero. Equal input, equal bytes.
 */
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int PREFIX_BYTES = 155;

    /** Names of owner and group, numbers of a device: none. */
    private static final int OWNER_BYTES = 32 + 32 + 8 + 8;

    private static final int CHECKSUM_OFFSET = 148;

    private final OutputStream out;

    TarArchive(OutputStream out) {
        this.out = out;
    }

    void file(String path, int mode, byte[] content) throws IOException {
        header('0', path, mode, content.length, "");
        out.write(content);
        pad(content.length);
    }

    void file(String path, int mode, Path source) throws IOException {
        long size = Files.size(source);
        header('0', path, mode, size, "");
        long copied = Files.copy(source, out);
        if (copied != size) {
            throw new IOException(source + " changed while it was read");
        }
        pad(size);
    }

    void directory(String path, int mode) throws IOException {
        header('5', path + "/", mode, 0, "");
    }

    void symbolicLink(String path, String target) throws IOException {
        header('2', path, 0777, 0, target);
    }

    /** Two empty blocks end an archive. */
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) Math.floorMod(-size, (long) BLOCK)]);
    }

    private void header(char type, String path, int mode, long size, String target)
            throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK);
        int folder = endOfPrefix(path);
        field(block, path.substring(folder == 0 ? 0 : folder + 1), NAME_BYTES);
        field(block, "%07o".formatted(mode), 8);
        field(block, "%07o".formatted(0), 8);
        field(block, "%07o".formatted(0), 8);
        field(block, "%011o".formatted(size), 12);
        field(block, "%011o".formatted(0), 12);
        // The checksum is taken with its own field full of spaces.
        block.writeBytes("        ".getBytes(StandardCharsets.US_ASCII));
        block.write(type);
        field(block, target, NAME_BYTES);
        field(block, "ustar", 6);
        block.writeBytes("00".getBytes(StandardCharsets.US_ASCII));
        block.writeBytes(new byte[OWNER_BYTES]);
        field(block, path.substring(0, folder), PREFIX_BYTES);
        byte[] bytes = Arrays.copyOf(block.toByteArray(), BLOCK);
        int sum = 0;
        for (byte one : bytes) {
            sum += Byte.toUnsignedInt(one);
        }
        byte[] checksum = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, bytes, CHECKSUM_OFFSET, checksum.length);
        out.write(bytes);
    }

    /** Of a path too long for the field of names, the first folders go into one of their own. */
    private static int endOfPrefix(String path) {
        int tooMuch = path.getBytes(StandardCharsets.UTF_8).length - NAME_BYTES;
        return tooMuch <= 0 ? 0 : Math.max(0, path.indexOf('/', tooMuch - 1));
    }

    private static void field(ByteArrayOutputStream block, String text, int width) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > width) {
            throw new IllegalArgumentException(
                    "a name in an image is at most %d bytes after its folders: %s"
                            .formatted(width, text));
        }
        block.writeBytes(Arrays.copyOf(bytes, width));
    }
}
