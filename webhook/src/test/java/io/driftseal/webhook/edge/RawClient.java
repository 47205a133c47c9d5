package io.driftseal.webhook.edge;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Writes to a listener what no HTTP client would. */
record RawClient(SSLContext trust, int port) {

    /** Sends bytes and reads until the listener closes or answers. */
    String answer(String head, byte[] body) throws Exception {
        try (SSLSocket socket = socket("TLSv1.3")) {
            OutputStream out = socket.getOutputStream();
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> {
                        try {
                            out.write(head.getBytes(StandardCharsets.UTF_8));
                            out.write(body);
                            out.flush();
                        } catch (java.io.IOException e) {
                            // The listener may close before it has read everything.
                        }
                    });
            byte[] answer = socket.getInputStream().readNBytes(12);
            writing.join();
            return new String(answer, StandardCharsets.US_ASCII) + " ";
        }
    }

    SSLSocket socket(String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        return socket;
    }
}
