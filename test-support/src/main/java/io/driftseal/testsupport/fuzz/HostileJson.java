package io.driftseal.testsupport.fuzz;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Changes trees as an attacker who knows their shape would: values of another type, numbers at the
 * edges, texts with controls and surrogates, members moved, doubled, nested and taken from another
 * document. The result is a tree still; {@link HostileBytes} breaks what a tree cannot hold.
 */
public final class HostileJson {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\0",
                    "a\0b",
                    "\u202Egnp.exe",
                    "\uD83D\uDE00",
                    "<!channel>",
                    "../../../etc/passwd",
                    "${jndi:ldap://x}",
                    "%s%n%d",
                    "\r\nSet-Cookie: a=b",
                    "0",
                    "1Gi",
                    "1e400",
                    "-0",
                    "9223372036854775808",
                    "true",
                    "null",
                    "x".repeat(300));

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "-0",
                    "-0.0",
                    "1",
                    "1.0",
                    "-1",
                    "0.1",
                    "1e2",
                    "1e-7",
                    "9007199254740993",
                    "9223372036854775807",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "1e100",
                    "1e-100",
                    "123456789012345678901234567890");

    private final List<JsonObject> donors;

    /**
     * @param donors documents from which members are taken
     */
    public HostileJson(List<JsonObject> donors) {
        this.donors = List.copyOf(donors);
    }

    /** One to four changes at places chosen at random. */
    public JsonObject mutate(JsonObject document, Random random) {
        JsonValue changed = document;
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            changed = descend(changed, random, 0);
        }
        return changed instanceof JsonObject object ? object : document;
    }

    private JsonValue descend(JsonValue value, Random random, int depth) {
        boolean here = depth > 0 && random.nextInt(6) == 0;
        return switch (value) {
            case JsonObject object when !object.isEmpty() && !here -> {
                List<String> names = List.copyOf(object.members().keySet());
                String name = picked(object, names, random);
                JsonValue member = object.find(name).orElseThrow();
                yield switch (random.nextInt(24)) {
                    case 0 -> object.without(name);
                    case 1 -> object.with(other(name, random), member);
                    case 2 -> object.with(name, JsonNull.INSTANCE);
                    case 3 -> object.with(donated(random), donatedValue(random));
                    default -> object.with(name, descend(member, random, depth + 1));
                };
            }
            case JsonArray array when !array.items().isEmpty() && !here ->
                    items(array, random, depth);
            default -> replacement(value, random);
        };
    }

    /**
     * Rather a member that has something below it: else most changes would be to the few texts at
     * the top without which nothing is looked at any further.
     */
    private static String picked(JsonObject object, List<String> names, Random random) {
        String name = names.getFirst();
        for (int tries = 0; tries < 3; tries++) {
            name = names.get(random.nextInt(names.size()));
            if (object.find(name).orElseThrow() instanceof JsonObject
                    || object.find(name).orElseThrow() instanceof JsonArray) {
                return name;
            }
        }
        return name;
    }

    private JsonValue items(JsonArray array, Random random, int depth) {
        var items = new ArrayList<>(array.items());
        int at = random.nextInt(items.size());
        switch (random.nextInt(12)) {
            case 0 -> items.remove(at);
            case 1 -> items.add(items.get(at));
            case 2 -> {
                JsonValue moved = items.remove(at);
                items.add(random.nextInt(items.size() + 1), moved);
            }
            case 3 -> items.add(donatedValue(random));
            case 4 -> {
                for (int i = random.nextInt(200); i > 0; i--) {
                    items.add(items.get(at));
                }
            }
            default -> items.set(at, descend(items.get(at), random, depth + 1));
        }
        return new JsonArray(items);
    }

    private JsonValue replacement(JsonValue old, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> JsonValue.of(random.nextBoolean());
            case 2 -> JsonArray.EMPTY;
            case 3 -> JsonObject.EMPTY;
            case 4, 5 -> new JsonNumber(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 6 -> donatedValue(random);
            case 7 -> nested(old, 1 + random.nextInt(140), random.nextBoolean());
            case 8 -> old instanceof JsonString text ? text(text.value(), random) : old;
            default -> new JsonString(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }

    /** A text that looks alike: one character more, less or another. */
    private static JsonValue text(String text, Random random) {
        if (text.isEmpty()) {
            return new JsonString("a");
        }
        int at = random.nextInt(text.length());
        char character = text.charAt(at);
        if (Character.isSurrogate(character)) {
            return new JsonString(text + "a");
        }
        return new JsonString(
                switch (random.nextInt(3)) {
                    case 0 -> text.substring(0, at) + text.substring(at + 1);
                    case 1 -> text.substring(0, at) + '\u0301' + text.substring(at);
                    default ->
                            text.substring(0, at) + (char) (character ^ 1) + text.substring(at + 1);
                });
    }

    private static JsonValue nested(JsonValue value, int levels, boolean arrays) {
        JsonValue nested = value;
        for (int i = 0; i < levels; i++) {
            nested = arrays ? JsonArray.of(nested) : JsonObject.of("a", nested);
        }
        return nested;
    }

    private static String other(String name, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> name + "X";
            case 1 -> name.toUpperCase(java.util.Locale.ROOT);
            case 2 -> "";
            default -> "driftseal.io/" + name;
        };
    }

    private String donated(Random random) {
        JsonObject at = donor(random);
        List<String> names = List.copyOf(at.members().keySet());
        return names.isEmpty() ? "a" : names.get(random.nextInt(names.size()));
    }

    private JsonValue donatedValue(Random random) {
        JsonObject at = donor(random);
        List<JsonValue> values = List.copyOf(at.members().values());
        return values.isEmpty() ? JsonNull.INSTANCE : values.get(random.nextInt(values.size()));
    }

    /** Some object inside one of the documents. */
    private JsonObject donor(Random random) {
        JsonObject at = donors.get(random.nextInt(donors.size()));
        for (int i = random.nextInt(6); i > 0; i--) {
            List<JsonObject> below =
                    at.members().values().stream()
                            .filter(JsonObject.class::isInstance)
                            .map(JsonObject.class::cast)
                            .filter(object -> !object.isEmpty())
                            .toList();
            if (below.isEmpty()) {
                return at;
            }
            at = below.get(random.nextInt(below.size()));
        }
        return at;
    }
}
