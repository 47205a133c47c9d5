package io.driftseal.testsupport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, the reader answers with a tree or with its own exception, within its bounds;
 * and what it accepts another strict reader, of another family, understands in the same way.
 */
final class ParserFuzzTest {

    private static final JsonLimits LIMITS = JsonLimits.kubernetesObject();

    @Test
    void everyInputIsRefusedOrUnderstoodAsAnotherReaderDoes() throws Exception {
        List<JsonObject> corpus = Corpus.objects();
        HostileJson trees = new HostileJson(corpus);
        FuzzCampaign.of("parser", 8_000)
                .run(random -> input(corpus, trees, random), ParserFuzzTest::check);
    }

    private static byte[] input(List<JsonObject> corpus, HostileJson trees, Random random) {
        JsonObject object = corpus.get(random.nextInt(corpus.size()));
        byte[] bytes =
                JsonWriter.write(random.nextBoolean() ? object : trees.mutate(object, random));
        return random.nextInt(8) == 0 ? bytes : HostileBytes.mutate(bytes, random);
    }

    private static void check(byte[] input, FuzzCampaign.Tally tally) throws Exception {
        JsonValue ours;
        try {
            ours = io.driftseal.workload.json.JsonReader.read(input, LIMITS);
        } catch (MalformedJsonException e) {
            assertThat(e).hasMessageNotContaining("\0");
            assertThat(e.getMessage()).hasSizeLessThan(300);
            tally.count("refused");
            return;
        }
        tally.count("understood");
        assertSame(theirs(input), ours);
        assertThat(io.driftseal.workload.json.JsonReader.read(JsonWriter.write(ours), LIMITS))
                .isEqualTo(ours);
    }

    private static JsonElement theirs(byte[] input)
            throws CharacterCodingException, java.io.IOException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            assertThat(reader.peek()).isEqualTo(JsonToken.END_DOCUMENT);
            return element;
        }
    }

    private static void assertSame(JsonElement theirs, JsonValue ours) {
        switch (ours) {
            case JsonNull _ -> assertThat(theirs.isJsonNull()).isTrue();
            case JsonBoolean flag -> assertThat(theirs.getAsBoolean()).isEqualTo(flag.value());
            case JsonString text -> assertThat(theirs.getAsString()).isEqualTo(text.value());
            case JsonNumber number ->
                    assertThat(new BigDecimal(theirs.getAsString()))
                            .isEqualByComparingTo(number.decimal());
            case JsonArray array -> {
                assertThat(theirs.getAsJsonArray().size()).isEqualTo(array.items().size());
                for (int i = 0; i < array.items().size(); i++) {
                    assertSame(theirs.getAsJsonArray().get(i), array.items().get(i));
                }
            }
            case JsonObject object -> {
                assertThat(theirs.getAsJsonObject().keySet()).isEqualTo(object.members().keySet());
                object.members()
                        .forEach((name, member) ->
                                assertSame(theirs.getAsJsonObject().get(name), member));
            }
        }
    }
}
