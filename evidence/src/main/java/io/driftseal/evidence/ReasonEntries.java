package io.driftseal.evidence;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reasons inside records. The exemption is left out where there is none: chains and spools hold
 * reasons of the version before, which had no such member, and are read byte for byte.
 */
final class ReasonEntries {

    private static final String EXEMPTION = "exemption";
    private static final Set<String> PLAIN = Set.of("code", "message", "field");
    private static final Set<String> WITH_EXEMPTION = Set.of("code", "message", "field", EXEMPTION);
    private static final Set<String> OF_EXEMPTION =
            Set.of("id", "rule", "owner", "reason", "expires");

    private ReasonEntries() {}

    static JacksonModule module() {
        return new SimpleModule("driftseal-reasons")
                .addSerializer(ReasonEntry.class, new Serializer())
                .addDeserializer(ReasonEntry.class, new Deserializer());
    }

    private static final class Serializer extends ValueSerializer<ReasonEntry> {
        @Override
        public void serialize(ReasonEntry value, JsonGenerator out, SerializationContext context) {
            JsonObject.Builder reason =
                    JsonObject.builder()
                            .put("code", value.code())
                            .put("message", value.message())
                            .put("field", value.field());
            value.exemption().ifPresent(exemption -> reason.put(EXEMPTION, document(exemption)));
            out.writeRawValue(JsonWriter.writeString(reason.build()));
        }
    }

    private static JsonObject document(ExemptionEntry exemption) {
        return JsonObject.builder()
                .put("id", exemption.id())
                .put("rule", exemption.rule())
                .put("owner", exemption.owner())
                .put("reason", exemption.reason())
                .put("expires", exemption.expires())
                .build();
    }

    private static final class Deserializer extends ValueDeserializer<ReasonEntry> {
        @Override
        public ReasonEntry deserialize(JsonParser in, DeserializationContext context) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a reason must be an object");
            }
            JsonObject reason = RawTrees.object(in);
            boolean exempt = reason.has(EXEMPTION);
            only(reason, exempt ? WITH_EXEMPTION : PLAIN);
            return new ReasonEntry(
                    text(reason, "code"),
                    text(reason, "message"),
                    text(reason, "field"),
                    exempt ? Optional.of(exemption(reason.object(EXEMPTION))) : Optional.empty());
        }
    }

    private static ExemptionEntry exemption(JsonObject exemption) {
        only(exemption, OF_EXEMPTION);
        return new ExemptionEntry(
                text(exemption, "id"),
                text(exemption, "rule"),
                text(exemption, "owner"),
                text(exemption, "reason"),
                text(exemption, "expires"));
    }

    private static void only(JsonObject object, Set<String> members) {
        if (!object.members().keySet().equals(members)) {
            throw new IllegalArgumentException("a reason has a missing or an unknown member");
        }
    }

    private static String text(JsonObject object, String name) {
        return object.string(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " must be a text"));
    }
}
