package io.driftseal.workload.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What can be told of a document that {@link JsonReader} refuses for its depth, its size or its
 * numbers: single texts, and where the objects of a list stand. Goes through the tokens and keeps
 * nothing else, so that its cost is the text's length and its memory that of what is asked for.
 */
public final class JsonSkim {

    /** The deepest document that the API server itself reads. */
    private static final int DEEPEST = 10_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxNestingDepth(DEEPEST + 100)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final JsonParser parser;

    private JsonSkim(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Bytes of a document.
     *
     * @param from offset of the first
     * @param to offset behind the last
     */
    public record Span(int from, int to) {}

    /**
     * The texts at some paths of a document; of two at one path the first.
     *
     * @param paths names of members, from the root
     * @return those that are there and are texts
     * @throws MalformedJsonException for what no reader could take
     */
    public static Map<List<String>, String> texts(byte[] utf8, List<List<String>> paths)
            throws MalformedJsonException {
        Map<List<String>, String> found = new LinkedHashMap<>();
        walk(utf8, skim -> skim.texts(List.of(), paths, found));
        return found;
    }

    /**
     * Where the objects of a list stand that is a member of the document.
     *
     * @throws MalformedJsonException for what no reader could take
     */
    public static List<Span> items(byte[] utf8, String member) throws MalformedJsonException {
        List<Span> spans = new ArrayList<>();
        walk(utf8, skim -> skim.items(member, spans));
        return spans;
    }

    /** One way through an object. */
    private interface Way {
        void go(JsonSkim skim);
    }

    private static void walk(byte[] utf8, Way way) throws MalformedJsonException {
        Utf8.check(utf8);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                way.go(new JsonSkim(parser));
            }
        } catch (JacksonException e) {
            throw new MalformedJsonException("malformed JSON", 0, "send one JSON document");
        }
    }

    private void texts(List<String> at, List<List<String>> paths, Map<List<String>, String> found) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            List<String> path = new ArrayList<>(at);
            path.add(name);
            if (token == JsonToken.VALUE_STRING && paths.contains(path)) {
                String text = parser.getString();
                if (JsonString.loneSurrogate(text) < 0) {
                    found.putIfAbsent(path, text);
                }
            } else if (token == JsonToken.START_OBJECT && leads(path, paths)) {
                texts(path, paths, found);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Bounds the recursion by the paths' own lengths. */
    private static boolean leads(List<String> path, List<List<String>> paths) {
        return paths.stream()
                .anyMatch(wanted ->
                        wanted.size() > path.size() && wanted.subList(0, path.size()).equals(path));
    }

    private void items(String member, List<Span> spans) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_ARRAY || !name.equals(member)) {
                parser.skipChildren();
                continue;
            }
            for (JsonToken item = parser.nextToken();
                    item != JsonToken.END_ARRAY;
                    item = parser.nextToken()) {
                if (item == JsonToken.START_OBJECT) {
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    spans.add(new Span(from, (int) parser.currentLocation().getByteOffset()));
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}
