package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.net.UrlEscape;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows references within one schema: pointers from its root, and the identifiers that its parts
 * give themselves.
 */
final class SchemaReferences {

    private final RegoValue root;
    private final Map<String, RegoValue> identified = new HashMap<>();

    SchemaReferences(RegoValue root) {
        this.root = root;
        identify(root);
    }

    private void identify(RegoValue value) {
        switch (value) {
            case RegoObject object -> {
                for (String key : new String[] {"$id", "id"}) {
                    if (object.get(key) instanceof RegoString id) {
                        identified.putIfAbsent(id.text(), object);
                    }
                }
                object.forEach((key, item) -> identify(item));
            }
            case RegoArray array -> array.items().forEach(this::identify);
            default -> {}
        }
    }

    /** What a schema refers to, or null where it refers to nothing. */
    @Nullable RegoValue target(RegoObject schema) {
        RegoValue reference = schema.get("$ref");
        if (!(reference instanceof RegoString text)) {
            return null;
        }
        RegoValue known = identified.get(text.text());
        if (known != null) {
            return known;
        }
        int hash = text.text().indexOf('#');
        String base = hash < 0 ? text.text() : text.text().substring(0, hash);
        RegoValue start = base.isEmpty() ? root : identified.get(base);
        if (start == null) {
            start = identified.get(base + "#");
        }
        if (start == null) {
            throw BuiltinException.of(
                    "remote reference loading disabled: " + text.text() + " is not in the schema");
        }
        return hash < 0 ? start : pointer(start, text.text().substring(hash + 1));
    }

    private static RegoValue pointer(RegoValue start, String pointer) {
        RegoValue value = start;
        if (pointer.isEmpty()) {
            return value;
        }
        for (String part : pointer.replaceFirst("^/", "").split("/", -1)) {
            String key = UrlEscape.PATH.unescape(part).replace("~1", "/").replace("~0", "~");
            RegoValue next =
                    switch (value) {
                        case RegoObject object -> object.get(key);
                        case RegoArray array -> item(array, key);
                        default -> null;
                    };
            if (next == null) {
                throw BuiltinException.of("Object has no key '" + key + "'");
            }
            value = next;
        }
        if (!(value instanceof RegoObject) && !(value instanceof RegoBoolean)) {
            throw BuiltinException.of("Object has no key '" + pointer + "'");
        }
        return value;
    }

    private static @Nullable RegoValue item(RegoArray array, String key) {
        boolean digits =
                !key.isEmpty()
                        && key.length() < 9
                        && key.chars().allMatch(c -> c >= '0' && c <= '9');
        int index = digits ? Integer.parseInt(key) : array.size();
        return index < array.size() ? array.get(index) : null;
    }
}
