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
 * One append-only file of frames, with zeros written ahead of them: to force bytes into a file that
 * grows makes the file system write its journal as well, which takes twice the processor time and,
 * at worst, many times as long. A frame that was cut short by a crash was never confirmed to
 * anyone; it is cut away on opening, as the zeros are. A bad frame with more than zeros behind it
 * is damage, which is reported, because what stood there was confirmed.
 */
final class Segment implements Closeable {

    /** Written ahead at once: some fifty records of pods. */
    static final long AHEAD_BYTES = 512 * 1024L;

    /** Less room than that is not given back: to cut a file costs the file system's journal. */
    private static final long WORTH_CUTTING_BYTES = 64 * 1024L;

    private static final long SECTOR_BYTES = 512;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    /** Where one record stands, and when it happened. */
    record Slot(String id, Instant time, long offset, int length) {}

    private final Path file;
    private final FileChannel channel;
    private final List<Slot> recovered = new ArrayList<>();
    private boolean damaged;

    /** 0 from when the disk had no room for them: a full disk is not filled at every record. */
    private long aheadBytes;

    private long size;

    /** Where the zeros end; {@link #size} where there are none. */
    private long reserved;

    private Segment(Path file, FileChannel channel, long aheadBytes) throws IOException {
        this.file = file;
        this.channel = channel;
        this.aheadBytes = aheadBytes;
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
        reserved = size;
    }

    /**
     * @param aheadBytes zeros written ahead at once, 0 for none
     */
    static Segment open(Path file, long aheadBytes) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            return new Segment(file, channel, aheadBytes);
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

    /** Of the frames, without the zeros behind them. */
    long size() {
        return size;
    }

    /** Whether a frame of this length goes where zeros are, so that the file need not grow. */
    boolean hasRoomAhead(int frameBytes) {
        return size + frameBytes <= reserved;
    }

    /** Writes the zeros of the first records, and forces them, before there is a record. */
    void prepare() throws IOException {
        reserve(1);
        if (reserved == 0) {
            throw new IOException("no room for zeros in " + file.getFileName());
        }
        force();
    }

    /**
     * Writes without forcing to disk; after an exception the segment ends where it ended before.
     */
    Slot append(String id, Instant time, Frame written) throws IOException {
        ByteBuffer frame = written.buffer();
        reserve(size + frame.remaining());
        long at = size;
        try {
            while (frame.hasRemaining()) {
                at += channel.write(frame, at);
            }
        } catch (IOException e) {
            cutToSize();
            throw e;
        }
        var slot = new Slot(id, time, size, written.payloadLength());
        size = at;
        return slot;
    }

    /** Where the disk has no room for zeros it may still have some for the record. */
    private void reserve(long end) throws IOException {
        if (end <= reserved || aheadBytes == 0) {
            return;
        }
        long wanted = end + aheadBytes;
        try {
            while (reserved < wanted) {
                ByteBuffer zeros = ZEROS.duplicate();
                zeros.limit((int) Math.min(zeros.capacity(), wanted - reserved));
                reserved += channel.write(zeros, reserved);
            }
        } catch (IOException e) {
            aheadBytes = 0;
            cutToSize();
        }
    }

    private void cutToSize() throws IOException {
        channel.truncate(size);
        reserved = size;
    }

    void force() throws IOException {
        channel.force(false);
    }

    /** Gives back the room behind the records, which are on disk: nothing more will come. */
    void seal() throws IOException {
        if (reserved - size >= WORTH_CUTTING_BYTES) {
            cutToSize();
        }
    }

    /**
     * @throws IOException if it cannot be read, or is not what was written
     */
    byte[] read(Slot slot) throws IOException {
        ByteBuffer header = header(slot.offset());
        int length = header.getInt();
        int checksum = header.getInt();
        byte[] payload = new byte[slot.length()];
        fill(ByteBuffer.wrap(payload), slot.offset() + Frame.HEADER_BYTES);
        if (length != payload.length || checksum != Frame.checksum(payload)) {
            throw new IOException("a record of segment " + file.getFileName() + " was changed");
        }
        return payload;
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (reserved > size) {
                cutToSize();
            }
        }
    }

    /** Payload of the whole and intact frame at the current size, if there is one. */
    private Optional<byte[]> frameAt(long total) throws IOException {
        if (total - size < Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = header(size);
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

    /**
     * Whether nothing but the one frame that was being written can stand behind the good ones: a
     * file that ends within it, or zeros where the disk did not come to write the rest.
     */
    private boolean isTornTail(long total) throws IOException {
        if (total - size < Frame.HEADER_BYTES) {
            return true;
        }
        ByteBuffer header = ByteBuffer.allocate(4);
        fill(header, size);
        long length = header.flip().getInt();
        long end = size + Frame.HEADER_BYTES + length;
        if (length < 0 || length > RecordCodec.MAXIMUM_RECORD_BYTES) {
            return false;
        }
        if (end > total) {
            return true;
        }
        long zeros = zerosFrom(total);
        return length == 0 ? zeros <= size : zeros <= end && hasUnwrittenSector(size, end);
    }

    /** Where the zeros begin that the file ends with. */
    private long zerosFrom(long total) throws IOException {
        long from = total;
        while (from > size) {
            int length = (int) Math.min(ZEROS.capacity(), from - size);
            ByteBuffer part = ByteBuffer.allocate(length);
            fill(part, from - length);
            int at = length;
            while (at > 0 && part.get(at - 1) == 0) {
                at--;
            }
            from -= length - at;
            if (at > 0) {
                return from;
            }
        }
        return from;
    }

    /** Disks write sectors whole: one that is all zeros within a frame was never written. */
    private boolean hasUnwrittenSector(long frame, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - frame));
        fill(bytes, frame);
        for (long sector = (frame / SECTOR_BYTES + 1) * SECTOR_BYTES;
                sector < end;
                sector += SECTOR_BYTES) {
            int from = (int) (sector - frame);
            int to = (int) Math.min(from + SECTOR_BYTES, end - frame);
            int at = from;
            while (at < to && bytes.get(at) == 0) {
                at++;
            }
            if (at == to) {
                return true;
            }
        }
        return false;
    }

    private ByteBuffer header(long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
        fill(header, offset);
        return header.flip();
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
