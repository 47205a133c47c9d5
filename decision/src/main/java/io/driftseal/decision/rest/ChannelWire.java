package io.driftseal.decision.rest;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** In the clear: a socket of this machine. */
public final class ChannelWire implements Wire {

    private final SocketAddress address;
    private final SocketChannel channel;

    public ChannelWire(SocketAddress address) throws IOException {
        this.address = address;
        if (address instanceof UnixDomainSocketAddress) {
            this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        } else {
            this.channel = SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    @Override
    public void connect() throws IOException {
        channel.connect(address);
    }

    @Override
    public void write(byte[]... parts) throws IOException {
        var buffers = new ByteBuffer[parts.length];
        for (int i = 0; i < parts.length; i++) {
            buffers[i] = ByteBuffer.wrap(parts[i]);
        }
        while (buffers[buffers.length - 1].hasRemaining()) {
            channel.write(buffers);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
