package io.driftseal.cli;

import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A service that a command calls: a real listener with mutual TLS, and answers of a test. */
final class ListeningService implements AutoCloseable {

    private final Map<String, Function<PeerRequest, PeerReply>> answers = new HashMap<>();
    private final List<PeerRequest> requests = new CopyOnWriteArrayList<>();
    private final MutualTlsServer server;
    private final Path keys;

    /**
     * @param keys what {@code keys init} made
     * @param name of the service, as its certificate has it
     */
    ListeningService(Path keys, String name) throws Exception {
        this.keys = keys;
        Set<String> cli = Set.of("cli");
        this.server =
                MutualTlsServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        MutualTls.load(keys, name),
                        List.of(
                                new PeerRoute("GET", "/v1/*", cli, this::answer),
                                new PeerRoute("POST", "/v1/*", cli, this::answer)),
                        4 << 20);
    }

    /** From now on this path is answered so; any other by 404. */
    ListeningService answers(String path, Function<PeerRequest, PeerReply> answer) {
        answers.put(path, answer);
        return this;
    }

    ListeningService answers(String path, String json) {
        return answers(path, request -> PeerReply.json(200, json));
    }

    List<PeerRequest> requests() {
        return List.copyOf(requests);
    }

    String url() {
        return "https://127.0.0.1:" + server.port();
    }

    Path keys() {
        return keys;
    }

    private PeerReply answer(PeerRequest request) {
        requests.add(request);
        return answers.getOrDefault(request.path(), asked -> PeerReply.error(404, "unknown"))
                .apply(request);
    }

    @Override
    public void close() {
        server.close();
    }
}
