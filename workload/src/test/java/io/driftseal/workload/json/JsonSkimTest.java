package io.driftseal.workload.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonSkimTest {

    private static final List<String> NAME = List.of("metadata", "name");
    private static final List<String> VERSION = List.of("version");

    @Test
    void textsAreFoundInWhatNoReaderTakes() throws MalformedJsonException {
        String deep = "[".repeat(9_000) + "]".repeat(9_000);
        String number = "9".repeat(2_000);
        for (String broken : List.of(deep, number, "1e+999999", "\"\\ud800\"", "\"€\"")) {
            String text =
                    "{\"a\":%s,\"metadata\":{\"x\":%s,\"name\":\"wéb\",\"name\":\"late\"},\"version\":\"7\"}"
                            .formatted(broken, broken);

            assertThat(texts(text)).isEqualTo(Map.of(NAME, "wéb", VERSION, "7"));
        }
    }

    @Test
    void whatIsAbsentOrNoWholeTextIsNotFound() throws MalformedJsonException {
        assertThat(texts("{\"metadata\":[{\"name\":\"web\"}],\"version\":7}")).isEmpty();
        assertThat(texts("{\"metadata\":{\"name\":\"\\ud800\"},\"name\":\"web\"}")).isEmpty();
        assertThat(texts("[1]")).isEmpty();
    }

    @Test
    void objectsOfAListAreFoundByTheirBytes() throws MalformedJsonException {
        String text =
                "{\"é\":1,\"items\":[ {\"a\":\"€\"} , 7,null,[{}], {\"b\":[1e+999]}],\"x\":{}}";
        byte[] utf8 = text.getBytes(UTF_8);

        assertThat(JsonSkim.items(utf8, "items"))
                .extracting(s -> new String(utf8, s.from(), s.to() - s.from(), UTF_8))
                .containsExactly("{\"a\":\"€\"}", "{\"b\":[1e+999]}");
        assertThat(JsonSkim.items(utf8, "x")).isEmpty();
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String text : List.of("{\"metadata\":{", "{\"metadata\" 1}", "{\"items\":[{]")) {
            assertThatThrownBy(() -> texts(text)).isInstanceOf(MalformedJsonException.class);
        }
        String deeper = "{\"a\":" + "[".repeat(20_000);
        assertThatThrownBy(() -> texts(deeper)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> JsonSkim.items(new byte[] {'{', (byte) 0xff}, "items"))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void aTreeIsHeldToTheBoundsOfTheReader() throws MalformedJsonException {
        JsonLimits limits = new JsonLimits(30, 3, 5);
        for (String held : List.of("{}", "{\"a\":[[1]]}", "[1,2,3,4]")) {
            assertThat(holds(limits, held)).as(held).isTrue();
            JsonReader.read(held.getBytes(UTF_8), limits);
        }
        List<String> refused =
                List.of(
                        "[[[[1]]]]",
                        "[1,2,3,4,5]",
                        "[\"" + "a".repeat(40) + "\"]",
                        "[\"€€€€€€€€€€\"]");
        for (String text : refused) {
            assertThat(holds(limits, text)).as(text).isFalse();
            assertThatThrownBy(() -> JsonReader.read(text.getBytes(UTF_8), limits))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    private static boolean holds(JsonLimits limits, String text) throws MalformedJsonException {
        JsonValue tree = JsonReader.read(text.getBytes(UTF_8), JsonLimits.kubernetesObject());
        return limits.hold(tree, text);
    }

    private static Map<List<String>, String> texts(String text) throws MalformedJsonException {
        return JsonSkim.texts(text.getBytes(UTF_8), List.of(NAME, VERSION));
    }
}
