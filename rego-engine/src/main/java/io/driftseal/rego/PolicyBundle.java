package io.driftseal.rego;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code opa build -t plan} makes: a plan, and data documents at their places in the tree.
 * Signatures are not checked here: whoever fetches a bundle knows whose it must be.
 */
public final class PolicyBundle {

    private static final String PLAN = "plan.json";
    private static final String DATA = "data.json";

    private final byte[] planJson;
    private final RegoObject data;

    private PolicyBundle(byte[] planJson, RegoObject data) {
        this.planJson = planJson;
        this.data = data;
    }

    /** A bundle of parts that the caller has. */
    public static PolicyBundle of(byte[] planJson, RegoObject data) {
        return new PolicyBundle(planJson.clone(), data);
    }

    /**
     * A bundle as OPA distributes it: a gzipped tar archive.
     *
     * @throws PolicyRejectedException if it is none, is bigger than {@link
     *     TarArchive#MAXIMUM_BYTES} uncompressed, has no plan, or has malformed data
     */
    public static PolicyBundle readArchive(byte[] tarGz) throws PolicyRejectedException {
        try {
            return of(TarArchive.read(tarGz));
        } catch (IOException e) {
            throw new PolicyRejectedException(List.of("bundle: " + e.getMessage()));
        }
    }

    /**
     * A bundle that lies unpacked in a directory: its {@code plan.json} and, if there is one,
     * {@code data.json}.
     *
     * @throws PolicyRejectedException as {@link #readArchive}
     */
    public static PolicyBundle readDirectory(Path directory)
            throws IOException, PolicyRejectedException {
        Map<String, byte[]> files = new HashMap<>();
        for (String name : List.of(PLAN, DATA)) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                files.put(name, Files.readAllBytes(file));
            }
        }
        return of(files);
    }

    private static PolicyBundle of(Map<String, byte[]> files) throws PolicyRejectedException {
        byte[] plan = files.get(PLAN);
        if (plan == null) {
            throw new PolicyRejectedException(
                    List.of("bundle: no plan.json; build it with opa build -t plan"));
        }
        RegoObject data = RegoObject.EMPTY;
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            if (file.getKey().equals(DATA) || file.getKey().endsWith("/" + DATA)) {
                List<String> path = List.of(file.getKey().split("/"));
                data =
                        insert(
                                data,
                                path.subList(0, path.size() - 1),
                                document(file.getKey(), file.getValue()));
            }
        }
        return new PolicyBundle(plan, data);
    }

    private static RegoValue document(String name, byte[] json) throws PolicyRejectedException {
        try {
            return RegoJsonReader.read(json, JsonReading.STRICT);
        } catch (MalformedJsonException e) {
            throw new PolicyRejectedException(List.of(name + ": " + e.getMessage()));
        }
    }

    /** A document deeper in the tree belongs there; it and what is there already are merged. */
    private static RegoObject insert(RegoObject into, List<String> path, RegoValue document)
            throws PolicyRejectedException {
        if (path.isEmpty()) {
            if (!(document instanceof RegoObject members)) {
                throw new PolicyRejectedException(List.of("data.json: not an object"));
            }
            RegoObject.Builder merged = into.toBuilder();
            for (int i = 0; i < members.size(); i++) {
                merged.put(members.keyAt(i), members.valueAt(i));
            }
            return merged.build();
        }
        RegoString step = RegoString.of(path.getFirst());
        RegoObject below = into.get(step) instanceof RegoObject object ? object : RegoObject.EMPTY;
        return into.toBuilder()
                .put(step, insert(below, path.subList(1, path.size()), document))
                .build();
    }

    byte[] planJson() {
        return planJson;
    }

    /** The base documents. */
    public RegoObject data() {
        return data;
    }
}
