package io.driftseal.system.tools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The one question we have about a 64-bit little-endian ELF file. */
final class ElfFile {
    private static final int MAGIC = 0x464c457f;
    private static final int PROGRAM_HEADER_OFFSET = 32;
    private static final int PROGRAM_HEADER_SIZE = 54;
    private static final int PROGRAM_HEADER_COUNT = 56;
    private static final int SEGMENT_INTERPRETER = 3;
    private static final int HEAD_BYTES = 4096;

    private ElfFile() {}

    /** Whether the file runs without a dynamic loader, that is, has no interpreter segment. */
    static boolean isStatic(Path file) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int read = 0;
            while (read >= 0 && head.hasRemaining()) {
                read = channel.read(head);
            }
        }
        head.flip();
        if (head.remaining() < 64 || head.getInt(0) != MAGIC) {
            return false;
        }
        long first = head.getLong(PROGRAM_HEADER_OFFSET);
        int size = Short.toUnsignedInt(head.getShort(PROGRAM_HEADER_SIZE));
        int count = Short.toUnsignedInt(head.getShort(PROGRAM_HEADER_COUNT));
        for (int index = 0; index < count; index++) {
            long offset = first + (long) index * size;
            if (offset + Integer.BYTES > head.limit()) {
                return false;
            }
            if (head.getInt((int) offset) == SEGMENT_INTERPRETER) {
                return false;
            }
        }
        return true;
    }
}
