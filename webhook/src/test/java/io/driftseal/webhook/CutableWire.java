package io.driftseal.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that leads to another one on this machine, until it is cut. */
final class CutableWire implements AutoCloseable {

    private final int target;
    private final int port;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();
    private ServerSocket socket;

    private CutableWire(int target) throws IOException {
        this.target = target;
        this.socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        this.port = socket.getLocalPort();
        listen(socket);
    }

    static CutableWire to(int target) throws IOException {
        return new CutableWire(target);
    }

    int port() {
        return port;
    }

    /** Nobody listens any more, and what was connected is not. */
    void cut() throws IOException {
        socket.close();
        for (Socket end : ends) {
            end.close();
        }
        ends.clear();
    }

    void mend() throws IOException {
        socket = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
        listen(socket);
    }

    private void listen(ServerSocket accepting) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!accepting.isClosed()) {
                        accept(accepting);
                    }
                });
    }

    /** Cut, or nobody at the other end: the caller sees that the connection is closed. */
    private void accept(ServerSocket accepting) {
        try {
            Socket near = accepting.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            ends.addAll(List.of(near, far));
            Thread.ofVirtual().start(() -> pump(near, far));
            Thread.ofVirtual().start(() -> pump(far, near));
        } catch (IOException e) {
            Thread.onSpinWait();
        }
    }

    /** Until one end is closed; then both are. */
    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        cut();
    }
}
