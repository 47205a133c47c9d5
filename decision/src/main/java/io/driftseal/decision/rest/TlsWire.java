package io.driftseal.decision.rest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Over TLS, to a server whose certificate names the host that was called. */
public final class TlsWire implements Wire {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final SSLSocketFactory factory;
    private final InetSocketAddress address;

    /**
     * What is closed: closing the layer above waits for whoever writes to it, and would say good
     * bye to a peer that does not listen.
     */
    private final Socket plain = new Socket();

    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();

    /**
     * @param address resolved, by the name that the certificate must have
     */
    public TlsWire(SSLSocketFactory factory, InetSocketAddress address) {
        this.factory = factory;
        this.address = address;
    }

    @Override
    public void connect() throws IOException {
        plain.setTcpNoDelay(true);
        plain.connect(address);
        var tls =
                (SSLSocket)
                        factory.createSocket(
                                plain, address.getHostString(), address.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        in = tls.getInputStream();
        out = new BufferedOutputStream(tls.getOutputStream(), BUFFER_BYTES);
    }

    @Override
    public void write(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
        out.flush();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count =
                in.read(
                        target.array(),
                        target.arrayOffset() + target.position(),
                        target.remaining());
        if (count > 0) {
            target.position(target.position() + count);
        }
        return count;
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
