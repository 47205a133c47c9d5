package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.Comparator;
import java.util.Iterator;

/**
 * A total order of canonical values, for lists in which Kubernetes sees none. It means nothing; it
 * is only always the same.
 */
final class CanonicalOrder implements Comparator<JsonValue> {

    static final CanonicalOrder INSTANCE = new CanonicalOrder();

    private CanonicalOrder() {}

    @Override
    public int compare(JsonValue left, JsonValue right) {
        if (left instanceof JsonString a && right instanceof JsonString b) {
            return a.value().compareTo(b.value());
        }
        if (left instanceof JsonObject a && right instanceof JsonObject b) {
            return compareObjects(a, b);
        }
        if (left instanceof JsonArray a && right instanceof JsonArray b) {
            return compareArrays(a, b);
        }
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            return a.canonicalLiteral().compareTo(b.canonicalLiteral());
        }
        return Integer.compare(rank(left), rank(right));
    }

    private int compareObjects(JsonObject left, JsonObject right) {
        Iterator<java.util.Map.Entry<String, JsonValue>> a = left.members().entrySet().iterator();
        Iterator<java.util.Map.Entry<String, JsonValue>> b = right.members().entrySet().iterator();
        while (a.hasNext() && b.hasNext()) {
            var memberA = a.next();
            var memberB = b.next();
            int order = memberA.getKey().compareTo(memberB.getKey());
            if (order == 0) {
                order = compare(memberA.getValue(), memberB.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(a.hasNext(), b.hasNext());
    }

    private int compareArrays(JsonArray left, JsonArray right) {
        int common = Math.min(left.items().size(), right.items().size());
        for (int i = 0; i < common; i++) {
            int order = compare(left.items().get(i), right.items().get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.items().size(), right.items().size());
    }

    private static int rank(JsonValue value) {
        return switch (value) {
            case JsonNull ignored -> 0;
            case JsonBoolean flag -> flag.value() ? 2 : 1;
            case JsonNumber ignored -> 3;
            case JsonString ignored -> 4;
            case JsonArray ignored -> 5;
            case JsonObject ignored -> 6;
        };
    }
}
