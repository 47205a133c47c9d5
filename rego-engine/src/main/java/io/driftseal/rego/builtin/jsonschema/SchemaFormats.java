package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.builtin.text.Patterns;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Pattern;

/** The formats that a schema can ask a text for; one that is not known fits every text. */
final class SchemaFormats {

    private static final Pattern HOSTNAME =
            Pattern.compile(
                    "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*+");
    private static final Pattern V4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~0|~1)*+)*+");
    private static final Pattern RELATIVE_POINTER =
            Pattern.compile("(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*+)*+)");
    private static final Pattern OFFSET = Pattern.compile("(.*?)(?:Z|z|[+-][0-9]{2}:[0-9]{2})");

    private SchemaFormats() {}

    static boolean matches(String format, String text) {
        return switch (format) {
            case "date" -> date(text);
            case "time" -> time(text);
            case "date-time" ->
                    text.length() > 11 && date(text.substring(0, 10)) && time(text.substring(11));
            case "hostname" -> text.length() < 256 && HOSTNAME.matcher(text).matches();
            case "email", "idn-email" ->
                    text.indexOf('@') > 0
                            && text.indexOf('@') < text.length() - 1
                            && !text.contains(" ");
            case "ipv4" -> V4.matcher(text).matches();
            case "ipv6" -> text.contains(":") && V6.matcher(text).matches();
            case "uri", "iri" -> uri(text, true);
            case "uri-reference", "iri-reference" -> uri(text, false);
            case "uuid" -> UUID.matcher(text).matches();
            case "regex" -> Patterns.isValid(text);
            case "json-pointer" -> POINTER.matcher(text).matches();
            case "relative-json-pointer" -> RELATIVE_POINTER.matcher(text).matches();
            default -> true;
        };
    }

    private static boolean date(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static boolean time(String text) {
        var offset = OFFSET.matcher(text);
        try {
            LocalTime.parse(offset.matches() ? offset.group(1) : text);
            return true;
        } catch (DateTimeException malformed) {
            return false;
        }
    }

    private static boolean uri(String text, boolean absolute) {
        try {
            URI uri = new URI(text);
            return !absolute || uri.getScheme() != null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
