package io.driftseal.webhook.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.testsupport.fuzz.HostileBytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Whole conversations that a peer could try: HTTP/1.1 and HTTP/2 over TLS, and bytes in place of
 * TLS. Most are wrong in one place only, so that what comes after it is reached.
 */
final class HostileRequests {

    /** How a conversation is sent: its first byte. */
    static final byte PLAIN = 0;

    static final byte HTTP_1 = 1;
    static final byte HTTP_2 = 2;

    private static final List<String> METHODS =
            List.of(
                    "GET", "PUT", "HEAD", "OPTIONS", "CONNECT", "TRACE", "post", "PRI", "",
                    "P\0ST");
    private static final List<String> PATHS =
            List.of(
                    "/verify",
                    "/stamp/",
                    "/stamp?timeout=5s",
                    "/stamp#x",
                    "//stamp",
                    "/./stamp",
                    "/a/../stamp",
                    "/%73tamp",
                    "/st\0amp",
                    "*",
                    "",
                    "http://other/stamp",
                    "https://localhost:1/stamp",
                    "/" + "x".repeat(9000));
    private static final List<String> VERSIONS =
            List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1.1", "http/1.1", "");
    private static final List<String> TYPES =
            List.of(
                    "text/plain",
                    "application/xml",
                    "application/json; charset=utf-16",
                    "application/json;",
                    "APPLICATION/JSON",
                    "application/json, text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "multipart/form-data; boundary=" + "x".repeat(500),
                    "application/vnd.kubernetes.protobuf",
                    "application/json\0",
                    "\u00e4/\u00f6",
                    ";",
                    "");
    private static final List<String> HEADERS =
            List.of(
                    "Expect: 100-continue",
                    "Expect: 200-maybe",
                    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk",
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                            + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "Content-Encoding: gzip",
                    "Content-Encoding: br",
                    "Content-Length: 0",
                    "Content-Length: -1",
                    "Content-Length: +5",
                    "Content-Length: 0x10",
                    "Content-Length: 99999999999999999999",
                    "Content-Length: 7340033",
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: gzip, chunked",
                    "Transfer-Encoding: identity",
                    "Transfer-Encoding : chunked",
                    "Host: other",
                    "Host:",
                    "Cookie: " + "a=b; ".repeat(400),
                    "X: " + "y".repeat(9000),
                    " folded: header",
                    "no colon",
                    ": no name",
                    "X-\0: a",
                    "Connection: keep-alive, close, TE",
                    "Trailer: Content-Length");

    private final byte[] review = BesiegedListener.REVIEW.getBytes(UTF_8);
    private final SSLContext trust;

    HostileRequests(SSLContext trust) {
        this.trust = trust;
    }

    /** Kind of the conversation, then what is sent. */
    byte[] next(Random random) {
        int kind = random.nextInt(16);
        if (kind == 0) {
            return joined(PLAIN, plain(random));
        }
        return kind < 6 ? joined(HTTP_2, http2(random)) : joined(HTTP_1, http1(random));
    }

    private byte[] body(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1, 2, 3 -> review;
            default -> HostileBytes.mutate(review, random);
        };
    }

    private byte[] http1(Random random) {
        byte[] body = body(random);
        int wrong = random.nextInt(10);
        var head = new StringBuilder();
        head.append(wrong == 0 ? one(METHODS, random) : "POST");
        head.append(' ').append(wrong == 1 ? one(PATHS, random) : "/stamp");
        head.append(' ').append(wrong == 2 ? one(VERSIONS, random) : "HTTP/1.1").append("\r\n");
        head.append("Host: localhost\r\nContent-Type: ");
        head.append(wrong == 3 ? one(TYPES, random) : "application/json").append("\r\n");
        boolean chunked = random.nextInt(4) == 0;
        head.append(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
        head.append("\r\nConnection: close\r\n");
        if (wrong == 4 || wrong == 5) {
            head.append(one(HEADERS, random)).append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(ISO_8859_1);
        byte[] rest = chunked ? chunks(body, random) : body;
        byte[] whole = joined(wrong == 6 ? HostileBytes.mutate(first, random) : first, rest);
        return wrong == 7 ? HostileBytes.mutate(whole, random) : whole;
    }

    private static byte[] chunks(byte[] body, Random random) {
        var out = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, 1 + random.nextInt(200));
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
            out.write(body, at, length);
            out.writeBytes("\r\n".getBytes(UTF_8));
            at += length;
        }
        out.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        byte[] chunks = out.toByteArray();
        return random.nextInt(4) == 0 ? HostileBytes.mutate(chunks, random) : chunks;
    }

    private byte[] http2(Random random) {
        byte[] body = body(random);
        int wrong = random.nextInt(8);
        var frames = new Http2Frames();
        frames.preface();
        if (wrong == 0) {
            frames.frame(random.nextInt(14), random.nextInt(256), random.nextInt(4), body);
        }
        frames.openStream(
                1,
                wrong == 1 ? one(PATHS, random) : "/stamp",
                wrong == 2 ? one(TYPES, random) : "application/json",
                wrong == 3 ? "content-length" : "x",
                wrong == 3 ? Integer.toString(random.nextInt(1000) - 10) : "y");
        int half = random.nextInt(body.length + 1);
        frames.data(1, java.util.Arrays.copyOf(body, half), false);
        if (wrong == 4) {
            frames.setting(random.nextInt(8), random.nextInt());
        }
        frames.data(
                wrong == 5 ? random.nextInt(6) : 1,
                java.util.Arrays.copyOfRange(body, half, body.length),
                true);
        byte[] whole = frames.take();
        return wrong == 6 ? HostileBytes.mutate(whole, random) : whole;
    }

    /** A greeting that is broken, or none at all. */
    private byte[] plain(Random random) {
        byte[] garbage = new byte[random.nextInt(600)];
        random.nextBytes(garbage);
        return switch (random.nextInt(4)) {
            case 0 -> garbage;
            case 1 -> http1(random);
            default -> HostileBytes.mutate(hello(), random);
        };
    }

    private byte[] hello() {
        SSLEngine engine = trust.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        var record = java.nio.ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        try {
            engine.wrap(java.nio.ByteBuffer.allocate(0), record);
        } catch (SSLException e) {
            throw new IllegalStateException("a client always has a greeting", e);
        }
        return java.util.Arrays.copyOf(record.array(), record.position());
    }

    private static String one(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] joined(byte kind, byte[] rest) {
        return joined(new byte[] {kind}, rest);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
