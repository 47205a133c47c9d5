package io.driftseal.system.installation;

import io.driftseal.system.cluster.EtcdGateway;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects as they stand in the store, changed behind the API server's back. */
record StoredObjects(EtcdGateway etcd) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    void change(String resource, String namespace, String name, Consumer<ObjectNode> change) {
        String key = key(resource, namespace, name);
        ObjectNode object = read(key);
        change.accept(object);
        etcd.put(key, object.toString());
    }

    /** Under another name and uid. */
    void copy(
            String resource,
            String namespace,
            String from,
            String to,
            Consumer<ObjectNode> change) {
        ObjectNode object = read(key(resource, namespace, from));
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.put("name", to);
        metadata.put("uid", UUID.randomUUID().toString());
        change.accept(object);
        etcd.put(key(resource, namespace, to), object.toString());
    }

    private ObjectNode read(String key) {
        EtcdGateway.Entry entry =
                etcd.get(key)
                        .orElseThrow(() -> new InstallationException("etcd has no key " + key));
        return (ObjectNode) JSON.readTree(entry.text());
    }

    private static String key(String resource, String namespace, String name) {
        return "/registry/" + resource + "/" + namespace + "/" + name;
    }
}
