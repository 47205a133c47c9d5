package io.driftseal.evidence.spool;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One record in a segment: length (4 bytes, big endian), CRC-32C of length and payload (4 bytes),
 * payload, which is the record as {@link RecordCodec#write} makes it.
 */
final class Frame {

    static final int HEADER_BYTES = 8;

    /** Room for a decision with the form of a common pod, so that it need not grow. */
    private static final int COMMON_BYTES = 16 * 1024;

    private final Growing bytes;

    private Frame(Growing bytes) {
        this.bytes = bytes;
    }

    static Frame of(RecordEnvelope envelope) {
        var bytes = new Growing();
        bytes.writeBytes(new byte[HEADER_BYTES]);
        RecordCodec.write(envelope, bytes);
        bytes.putHeader();
        return new Frame(bytes);
    }

    /** Without the header. */
    int payloadLength() {
        return bytes.size() - HEADER_BYTES;
    }

    /** All of it, from the beginning. */
    ByteBuffer buffer() {
        return bytes.buffer();
    }

    static int checksum(byte[] payload) {
        return checksum(payload, 0, payload.length);
    }

    /** Over the length too: a run of zeros is no frame. */
    private static int checksum(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(length).flip());
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Written once, and where it is: what it holds is not copied out. */
    private static final class Growing extends ByteArrayOutputStream {
        Growing() {
            super(COMMON_BYTES);
        }

        void putHeader() {
            int length = count - HEADER_BYTES;
            ByteBuffer.wrap(buf).putInt(length).putInt(checksum(buf, HEADER_BYTES, length));
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }
}
