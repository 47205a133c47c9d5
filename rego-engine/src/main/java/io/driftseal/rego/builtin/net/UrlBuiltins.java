package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code uri.*} and {@code urlquery.*}. */
public final class UrlBuiltins implements BuiltinFamily {

    /** Parameters of one query, as in Go. */
    private static final int MAXIMUM_PARAMETERS = 10_000;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "uri.parse", (context, arguments) -> parse(Operand.string(arguments, 1)),
                "uri.is_valid", (context, arguments) -> isValid(arguments[0]),
                "urlquery.encode", (context, arguments) -> encode(arguments),
                "urlquery.decode", (context, arguments) -> decode(arguments),
                "urlquery.encode_object", (context, arguments) -> encodeObject(arguments),
                "urlquery.decode_object", (context, arguments) -> decodeObject(arguments));
    }

    private static RegoValue parse(String text) {
        GoUrl url = GoUrl.parse(text);
        RegoObject.Builder parts = RegoObject.builder();
        put(parts, "scheme", url.scheme());
        put(parts, "hostname", url.hostname());
        put(parts, "port", url.port());
        put(parts, "path", url.path());
        put(parts, "raw_path", url.rawPath().isEmpty() ? url.path() : url.rawPath());
        put(parts, "raw_query", url.rawQuery());
        put(parts, "fragment", url.fragment());
        return parts.build();
    }

    private static void put(RegoObject.Builder parts, String key, String value) {
        if (!value.isEmpty()) {
            parts.put(key, RegoString.of(value));
        }
    }

    private static RegoValue isValid(RegoValue argument) {
        if (!(argument instanceof RegoString text) || text.text().isEmpty()) {
            return RegoBoolean.FALSE;
        }
        try {
            GoUrl.parse(text.text());
            return RegoBoolean.TRUE;
        } catch (BuiltinException malformed) {
            return RegoBoolean.FALSE;
        }
    }

    private static RegoValue encode(RegoValue[] arguments) {
        return RegoString.of(UrlEscape.QUERY_COMPONENT.escape(Operand.string(arguments, 1)));
    }

    private static RegoValue decode(RegoValue[] arguments) {
        return RegoString.of(UrlEscape.QUERY_COMPONENT.unescape(Operand.string(arguments, 1)));
    }

    private static RegoValue encodeObject(RegoValue[] arguments) {
        RegoObject object = Operand.object(arguments, 1);
        StringBuilder query = new StringBuilder();
        object.forEach((key, value) -> {
            if (!(key instanceof RegoString name)) {
                throw values();
            }
            for (RegoValue one : values(value)) {
                if (!(one instanceof RegoString text)) {
                    throw values();
                }
                query.append(query.isEmpty() ? "" : "&")
                        .append(UrlEscape.QUERY_COMPONENT.escape(name.text()))
                        .append('=')
                        .append(UrlEscape.QUERY_COMPONENT.escape(text.text()));
            }
        });
        return RegoString.of(query.toString());
    }

    private static List<RegoValue> values(RegoValue value) {
        return switch (value) {
            case RegoString one -> List.of(one);
            case RegoArray array -> array.items();
            case RegoSet set -> set.toList();
            default -> throw values();
        };
    }

    private static BuiltinException values() {
        return BuiltinException.type(1, "values must be string, array[string], or set[string]");
    }

    private static RegoValue decodeObject(RegoValue[] arguments) {
        String query = Operand.string(arguments, 1);
        String[] pairs = query.split("&", -1);
        if (pairs.length > MAXIMUM_PARAMETERS) {
            throw BuiltinException.of("number of URL query parameters exceeded limit");
        }
        Map<String, List<RegoValue>> parameters = new LinkedHashMap<>();
        for (String pair : pairs) {
            if (pair.contains(";")) {
                throw BuiltinException.of("invalid semicolon separator in query");
            }
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String key = UrlEscape.QUERY_COMPONENT.unescape(parts[0]);
            String value = parts.length < 2 ? "" : UrlEscape.QUERY_COMPONENT.unescape(parts[1]);
            parameters.computeIfAbsent(key, k -> new ArrayList<>()).add(RegoString.of(value));
        }
        RegoObject.Builder result = RegoObject.builder();
        parameters.forEach((key, values) -> result.put(key, RegoArray.copyOf(values)));
        return result.build();
    }
}
