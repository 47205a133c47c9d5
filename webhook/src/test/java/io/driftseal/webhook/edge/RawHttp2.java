package io.driftseal.webhook.edge;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 peer that sends what it is told, allowed or not (RFC 9113). */
final class RawHttp2 implements Closeable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int REFUSED_STREAM = 7;
    static final int CANCEL = 8;
    static final int ENHANCE_YOUR_CALM = 11;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final Http2Frames pending = new Http2Frames();

    private RawHttp2(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawHttp2 connect(SSLContext trust, int port) throws IOException {
        SSLSocket socket = socket(trust, port, "h2");
        var peer = new RawHttp2(socket);
        peer.pending.preface();
        peer.flush();
        return peer;
    }

    /** A connection for which the listener was offered these protocols. */
    static SSLSocket socket(SSLContext trust, int port, String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket();
        // Small, so that a listener whose answers nobody reads notices it soon.
        socket.setReceiveBufferSize(4096);
        socket.connect(
                new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), port));
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Kept until {@link #flush}. */
    void frame(int type, int flags, int stream, byte[] payload) {
        pending.frame(type, flags, stream, payload);
    }

    /** The head of a review whose body is still to come, with one more header. */
    void openStream(int stream, String header, String value) {
        pending.openStream(stream, header, value);
    }

    /** A part of a stream's body. */
    void data(int stream, String text, boolean last) {
        pending.data(stream, text.getBytes(StandardCharsets.UTF_8), last);
    }

    void setting(int identifier, int value) {
        pending.setting(identifier, value);
    }

    void reset(int stream) {
        frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
    }

    void flush() throws IOException {
        socket.getOutputStream().write(pending.take());
        socket.getOutputStream().flush();
    }

    /** The first frame of the kind, or empty if the connection ended before. */
    Optional<Frame> await(Predicate<Frame> wanted) throws IOException {
        try {
            while (true) {
                Frame frame = read();
                if (wanted.test(frame)) {
                    return Optional.of(frame);
                }
            }
        } catch (EOFException | java.net.SocketException e) {
            return Optional.empty();
        }
    }

    private Frame read() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(lengthAndType & 0xFF, flags, stream, in.readNBytes(lengthAndType >>> 8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Frame(int type, int flags, int stream, byte[] payload) {

        /** The error code of RST_STREAM and GOAWAY, which stands last but for debug data. */
        int errorCode() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** The value of a setting, -1 if it is not in this frame. */
        long setting(int identifier) {
            ByteBuffer settings = ByteBuffer.wrap(payload);
            while (settings.remaining() >= 6) {
                int found = settings.getShort();
                long value = settings.getInt() & 0xFFFF_FFFFL;
                if (found == identifier) {
                    return value;
                }
            }
            return -1;
        }
    }
}
