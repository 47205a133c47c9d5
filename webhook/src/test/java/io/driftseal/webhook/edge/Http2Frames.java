package io.driftseal.webhook.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 as bytes, allowed or not (RFC 9113). */
final class Http2Frames {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** What a connection begins with. */
    void preface() {
        bytes.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
        frame(RawHttp2.SETTINGS, 0, 0, new byte[0]);
    }

    void frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(9);
        head.putInt((payload.length << 8) | type).put((byte) flags).putInt(stream);
        bytes.writeBytes(head.array());
        bytes.writeBytes(payload);
    }

    /** The head of a review whose body is still to come, with one more header. */
    void openStream(int stream, String header, String value) {
        openStream(stream, "/stamp", "application/json", header, value);
    }

    void openStream(int stream, String path, String type, String header, String value) {
        var block = new ByteArrayOutputStream();
        block.write(0x83);
        block.write(0x87);
        literal(block, ":path", path);
        literal(block, ":authority", "localhost");
        literal(block, "content-type", type);
        literal(block, header, value);
        frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, block.toByteArray());
    }

    /** A part of a stream's body. */
    void data(int stream, byte[] part, boolean last) {
        frame(RawHttp2.DATA, last ? RawHttp2.END_STREAM : 0, stream, part);
    }

    void setting(int identifier, int value) {
        frame(
                RawHttp2.SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) identifier).putInt(value).array());
    }

    /** All since the last time. */
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    /** Literal without indexing, new name, no Huffman code (RFC 7541, 6.2.2). */
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>>= 7) {
                block.write((length & 0x7F) | 0x80);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
