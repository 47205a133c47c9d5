package io.driftseal.system.cluster;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name service that pods are told of: answers {@code SERVICE.NAMESPACE.svc[.cluster.local]}
 * with the Service's address, asked of the API server each time, and nothing else. UDP only; every
 * other name does not exist.
 */
final class ClusterDns implements AutoCloseable {
    static final String DOMAIN = "cluster.local";

    private static final int PORT = 53;

    /** What every client takes without an extension. */
    private static final int LARGEST = 512;

    private static final int HEADER = 12;
    private static final short TYPE_A = 1;
    private static final short CLASS_INTERNET = 1;
    private static final int SECONDS_TO_LIVE = 5;
    private static final int NO_SUCH_NAME = 3;
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)\\.svc(?:\\.cluster\\.local)?");
    private static final Pattern ADDRESS = Pattern.compile("\"clusterIP\"\\s*:\\s*\"([0-9.]+)\"");

    private final DatagramSocket socket;
    private final ClusterHttp http;
    private final String apiServerUrl;

    private ClusterDns(DatagramSocket socket, ClusterHttp http, String apiServerUrl) {
        this.socket = socket;
        this.http = http;
        this.apiServerUrl = apiServerUrl;
    }

    /**
     * Listens on the host's end of the cluster's link.
     *
     * @param http asks the API server; it is closed with this
     */
    static ClusterDns start(ClusterNetwork network, ClusterHttp http) {
        try {
            DatagramSocket socket =
                    new DatagramSocket(PORT, InetAddress.getByName(network.hostAddress()));
            ClusterDns dns = new ClusterDns(socket, http, ControlPlane.apiServerUrl(network));
            Thread.ofVirtual().name("cluster-dns").start(dns::serve);
            return dns;
        } catch (IOException taken) {
            http.close();
            throw new ClusterException("no name service on " + network.hostAddress(), taken);
        }
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
                var asker = packet.getSocketAddress();
                Thread.ofVirtual().start(() -> answer(question, asker));
            }
        } catch (IOException closed) {
            // The end of the cluster; a socket that nothing is connected to has no other failure.
            return;
        }
    }

    private void answer(byte[] question, java.net.SocketAddress asker) {
        try {
            byte[] answer = answer(question);
            socket.send(new DatagramPacket(answer, answer.length, asker));
        } catch (IOException | RuntimeException malformedOrClosed) {
            // No answer is an answer; a resolver asks again.
            return;
        }
    }

    private byte[] answer(byte[] question) {
        ByteBuffer in = ByteBuffer.wrap(question);
        in.position(HEADER);
        List<String> labels = new ArrayList<>();
        for (int length = in.get(); length > 0; length = in.get()) {
            byte[] label = new byte[length];
            in.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        short type = in.getShort();
        int end = in.position() + Short.BYTES;
        Optional<InetAddress> address = address(String.join(".", labels).toLowerCase(Locale.ROOT));
        boolean answers = address.isPresent() && type == TYPE_A;
        ByteBuffer out = ByteBuffer.allocate(LARGEST);
        out.putShort(in.getShort(0));
        // A response, recursion desired and available, and whether the name exists.
        out.putShort((short) (0x8180 | (address.isPresent() ? 0 : NO_SUCH_NAME)));
        out.putShort((short) 1).putShort((short) (answers ? 1 : 0));
        out.putShort((short) 0).putShort((short) 0);
        out.put(question, HEADER, end - HEADER);
        if (answers) {
            // The name is the question's, by its offset.
            out.putShort((short) (0xC000 | HEADER)).putShort(TYPE_A).putShort(CLASS_INTERNET);
            out.putInt(SECONDS_TO_LIVE).putShort((short) 4).put(address.get().getAddress());
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private Optional<InetAddress> address(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String url =
                "%s/api/v1/namespaces/%s/services/%s"
                        .formatted(apiServerUrl, parts.group(2), parts.group(1));
        ClusterHttp.Answer service = http.get(url);
        Matcher address = ADDRESS.matcher(service.body());
        try {
            return service.ok() && address.find()
                    ? Optional.of(InetAddress.getByName(address.group(1)))
                    : Optional.empty();
        } catch (IOException notAnAddress) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        socket.close();
        http.close();
    }
}
