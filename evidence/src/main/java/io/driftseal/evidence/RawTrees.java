package io.driftseal.evidence;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Our raw trees inside records: numbers keep their literal, members their order. */
final class RawTrees {

    private RawTrees() {}

    static JacksonModule module() {
        return new SimpleModule("driftseal-raw-trees")
                .addSerializer(JsonObject.class, new Serializer())
                .addDeserializer(JsonObject.class, new Deserializer());
    }

    private static final class Serializer extends ValueSerializer<JsonObject> {
        @Override
        public void serialize(JsonObject value, JsonGenerator out, SerializationContext context) {
            out.writeRawValue(new RawText(JsonWriter.write(value)));
        }
    }

    private static final class Deserializer extends ValueDeserializer<JsonObject> {
        @Override
        public JsonObject deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a form must be an object");
            }
            return object(in);
        }
    }

    /** From behind its opening brace to its closing one. */
    static JsonObject object(JsonParser in) {
        var object = JsonObject.builder();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            object.put(name, value(in));
        }
        return object.build();
    }

    private static JsonValue value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> {
                var items = new ArrayList<JsonValue>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(in));
                }
                yield new JsonArray(items);
            }
            case VALUE_STRING -> new JsonString(in.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(in.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.INSTANCE;
            default -> throw new IllegalArgumentException("a form holds an unexpected token");
        };
    }
}
