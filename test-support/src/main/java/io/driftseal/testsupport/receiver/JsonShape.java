package io.driftseal.testsupport.receiver;

import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading of bodies for the contracts: a JSON object or nothing. */
final class JsonShape {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private JsonShape() {}

    static Optional<JsonNode> object(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node.isObject() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The first member that is not in the closed set. */
    static Optional<String> surplus(JsonNode object, Set<String> known) {
        return object.propertyNames().stream().filter(name -> !known.contains(name)).findFirst();
    }

    static String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
