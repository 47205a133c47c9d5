package io.driftseal.system.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Reads and writes the cluster's store behind the API server's back, where no admission, no
 * authorization and no audit is: what an intruder with etcd's client certificate can do.
 *
 * <p>Keys are such as {@code /registry/pods/<namespace>/<name>}. Values are what the API server
 * stored: JSON if the cluster runs with JSON storage and the object was written since, else
 * protobuf.
 */
public final class EtcdGateway {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterHttp http;
    private final String url;

    EtcdGateway(ClusterHttp http, String url) {
        this.http = http;
        this.url = url;
    }

    /** One key with its value and the revision of its last change. */
    @SuppressWarnings("ArrayRecordComponent") // values are compared by who asked, if at all
    public record Entry(String key, byte[] value, long modificationRevision) {
        /** The value as text, for JSON storage. */
        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    /** The entry of one key. */
    public Optional<Entry> get(String key) {
        List<Entry> entries = range("{\"key\":\"%s\"}".formatted(base64(key)));
        return entries.stream().findFirst();
    }

    /** Every entry whose key starts with a prefix, in the order of keys. */
    public List<Entry> range(String prefix, int limit) {
        byte[] end = prefix.getBytes(StandardCharsets.UTF_8);
        end[end.length - 1]++;
        return range(
                "{\"key\":\"%s\",\"range_end\":\"%s\",\"limit\":\"%d\"}"
                        .formatted(base64(prefix), Base64.getEncoder().encodeToString(end), limit));
    }

    /** Writes a value, whatever was there; watches of the API server deliver it at once. */
    public void put(String key, byte[] value) {
        post(
                "/v3/kv/put",
                "{\"key\":\"%s\",\"value\":\"%s\"}"
                        .formatted(base64(key), Base64.getEncoder().encodeToString(value)));
    }

    /** {@link #put(String, byte[])} of text. */
    public void put(String key, String value) {
        put(key, value.getBytes(StandardCharsets.UTF_8));
    }

    private List<Entry> range(String request) {
        JsonNode answer = post("/v3/kv/range", request);
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : answer.path("kvs")) {
            entries.add(
                    new Entry(
                            new String(
                                    Base64.getDecoder().decode(entry.path("key").asString("")),
                                    StandardCharsets.UTF_8),
                            Base64.getDecoder().decode(entry.path("value").asString("")),
                            Long.parseLong(entry.path("mod_revision").asString("0"))));
        }
        return entries;
    }

    private JsonNode post(String path, String body) {
        try {
            ClusterHttp.Answer answer = http.postJson(url + path, body);
            if (!answer.ok()) {
                throw new ClusterException(
                        "etcd refused %s with %d: %s"
                                .formatted(path, answer.status(), answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException unreachable) {
            throw new ClusterException("etcd does not answer at " + url, unreachable);
        }
    }

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
