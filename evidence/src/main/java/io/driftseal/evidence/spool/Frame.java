package io.driftseal.evidence.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One record in a segment: length (4 bytes, big endian), CRC-32C of length and payload (4 bytes),
 * payload.
 */
final class Frame {

    static final int HEADER_BYTES = 8;

    private Frame() {}

    static ByteBuffer of(byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        frame.putInt(payload.length);
        frame.putInt(checksum(payload));
        frame.put(payload);
        return frame.flip();
    }

    /** Over the length too: a run of zeros is no frame. */
    static int checksum(byte[] payload) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(payload.length).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
