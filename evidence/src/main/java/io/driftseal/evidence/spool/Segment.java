package io.driftseal.evidence.spool;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One append-only file of frames. A frame that was cut short by a crash was never confirmed to
 * anyone; it is cut away on opening. A bad frame with more bytes behind it is damage, which is
 * reported, because what stood there was confirmed.
 */
final class Segment implements Closeable {

    /** Where one record stands, and when it happened. */
    record Slot(String id, Instant time, long offset, int length) {}

    private final Path file;
    private final FileChannel channel;
    private final List<Slot> recovered = new ArrayList<>();
    private boolean damaged;
    private long size;

    private Segment(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long total = channel.size();
        Optional<byte[]> payload = frameAt(total);
        while (payload.isPresent()) {
            recover(payload.get());
            size += Frame.HEADER_BYTES + payload.get().length;
            payload = frameAt(total);
        }
        if (size < total) {
            damaged |= !isTornTail(total);
            channel.truncate(size);
            channel.force(true);
        }
    }

    static Segment open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            return new Segment(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What was found on opening, in order. */
    List<Slot> recovered() {
        return List.copyOf(recovered);
    }

    /** Whether confirmed records were lost here. */
    boolean isDamaged() {
        return damaged;
    }

    long size() {
        return size;
    }

    /**
     * Writes without forcing to disk; after an exception the segment ends where it ended before.
     */
    Slot append(String id, Instant time, byte[] payload) throws IOException {
        ByteBuffer frame = Frame.of(payload);
        long at = size;
        try {
            while (frame.hasRemaining()) {
                at += channel.write(frame, at);
            }
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
        var slot = new Slot(id, time, size, payload.length);
        size = at;
        return slot;
    }

    void force() throws IOException {
        channel.force(false);
    }

    /**
     * @throws IOException if it cannot be read, or is not what was written
     */
    byte[] read(Slot slot) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
        fill(header, slot.offset());
        header.flip();
        ByteBuffer payload = ByteBuffer.allocate(slot.length());
        fill(payload, slot.offset() + Frame.HEADER_BYTES);
        if (header.getInt() != slot.length()
                || header.getInt() != Frame.checksum(payload.array())) {
            throw new IOException("a record of segment " + file.getFileName() + " was changed");
        }
        return payload.array();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Payload of the whole and intact frame at the current size, if there is one. */
    private Optional<byte[]> frameAt(long total) throws IOException {
        if (total - size < Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
        fill(header, size);
        header.flip();
        int length = header.getInt();
        int checksum = header.getInt();
        boolean fits =
                length > 0
                        && length <= RecordCodec.MAXIMUM_RECORD_BYTES
                        && total - size - Frame.HEADER_BYTES >= length;
        if (!fits) {
            return Optional.empty();
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        fill(payload, size + Frame.HEADER_BYTES);
        return Optional.of(payload.array()).filter(bytes -> Frame.checksum(bytes) == checksum);
    }

    /** An intact frame that is no record, say of another version, is lost; those behind it not. */
    private void recover(byte[] payload) {
        try {
            RecordEnvelope envelope = RecordCodec.read(payload);
            recovered.add(new Slot(envelope.id(), envelope.body().time(), size, payload.length));
        } catch (MalformedRecordException e) {
            damaged = true;
        }
    }

    /** Whether nothing but the one frame that was being written can stand behind the good ones. */
    private boolean isTornTail(long total) throws IOException {
        if (total - size < Frame.HEADER_BYTES) {
            return true;
        }
        ByteBuffer header = ByteBuffer.allocate(4);
        fill(header, size);
        long length = header.flip().getInt();
        return length >= 0
                && length <= RecordCodec.MAXIMUM_RECORD_BYTES
                && size + Frame.HEADER_BYTES + length > total;
    }

    private void fill(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new EOFException("segment " + file.getFileName() + " is shorter than it was");
            }
            at += read;
        }
    }
}
