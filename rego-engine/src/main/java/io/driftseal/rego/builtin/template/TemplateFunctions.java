package io.driftseal.rego.builtin.template;

import io.driftseal.rego.builtin.net.UrlEscape;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The functions of templates, and how they print and judge values. */
final class TemplateFunctions {

    private TemplateFunctions() {}

    /** As Go prints it; a value that is not there as OPA has it. */
    static String print(@Nullable Object value) {
        return switch (value) {
            case null -> "<undefined>";
            case RegoNull none -> "<undefined>";
            case RegoString text -> text.text();
            case RegoArray array -> {
                StringJoiner items = new StringJoiner(" ", "[", "]");
                array.items().forEach(item -> items.add(inner(item)));
                yield items.toString();
            }
            case RegoObject object -> {
                StringJoiner pairs = new StringJoiner(" ", "map[", "]");
                object.forEach((key, item) -> pairs.add(print(key) + ":" + inner(item)));
                yield pairs.toString();
            }
            default -> value.toString();
        };
    }

    private static String inner(RegoValue value) {
        return value instanceof RegoNull ? "<nil>" : print(value);
    }

    /** Numbers of JSON are texts to a template, and true whatever they are. */
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case RegoNull none -> false;
            case Boolean truth -> truth;
            case RegoBoolean truth -> truth.equals(RegoBoolean.TRUE);
            case Long number -> number != 0;
            case String text -> !text.isEmpty();
            case RegoString text -> !text.text().isEmpty();
            case RegoArray array -> array.size() > 0;
            case RegoObject object -> !object.isEmpty();
            default -> true;
        };
    }

    static @Nullable Object call(String name, List<@Nullable Object> arguments) {
        return switch (name) {
            case "and", "or" -> {
                boolean stop = name.equals("or");
                Object last = null;
                for (Object argument : arguments) {
                    last = argument;
                    if (truth(argument) == stop) {
                        break;
                    }
                }
                yield last;
            }
            case "not" -> !truth(one(name, arguments));
            case "len" -> length(one(name, arguments));
            case "index" -> index(arguments);
            case "eq" -> equal(arguments);
            case "ne" -> !equal(arguments);
            case "lt" -> compare(name, arguments) < 0;
            case "le" -> compare(name, arguments) <= 0;
            case "gt" -> compare(name, arguments) > 0;
            case "ge" -> compare(name, arguments) >= 0;
            case "print", "println" -> {
                StringJoiner texts = new StringJoiner(name.equals("print") ? "" : " ");
                arguments.forEach(argument -> texts.add(print(argument)));
                yield texts + (name.equals("print") ? "" : "\n");
            }
            case "urlquery" -> UrlEscape.QUERY_COMPONENT.escape(print(one(name, arguments)));
            case "html" -> html(print(one(name, arguments)));
            default -> throw TemplateRun.error("function \"" + name + "\" not defined");
        };
    }

    private static @Nullable Object one(String name, List<@Nullable Object> arguments) {
        if (arguments.size() != 1) {
            throw TemplateRun.error(
                    "wrong number of args for " + name + ": want 1 got " + arguments.size());
        }
        return arguments.getFirst();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case RegoArray array -> array.size();
            case RegoObject object -> object.size();
            case RegoString text -> text.utf8().length;
            case String text -> RegoString.of(text).utf8().length;
            case null, default ->
                    throw TemplateRun.error("error calling len: len of type that has none");
        };
    }

    private static @Nullable Object index(List<@Nullable Object> arguments) {
        Object value = arguments.isEmpty() ? null : arguments.getFirst();
        for (Object key : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            value =
                    switch (value) {
                        case RegoObject object -> object.get(RegoString.of(print(key)));
                        case RegoArray array -> {
                            RegoValue item = array.find(RegoNumber.parse(print(key)));
                            if (item == null) {
                                throw TemplateRun.error(
                                        "error calling index: index out of range: " + print(key));
                            }
                            yield item;
                        }
                        case null, default ->
                                throw TemplateRun.error("error calling index: can't index item");
                    };
        }
        return value;
    }

    private static boolean equal(List<@Nullable Object> arguments) {
        if (arguments.size() < 2) {
            throw TemplateRun.error("error calling eq: missing argument for comparison");
        }
        Object first = arguments.getFirst();
        return arguments.subList(1, arguments.size()).stream()
                .anyMatch(other -> Objects.equals(print(first), print(other)));
    }

    private static int compare(String name, List<@Nullable Object> arguments) {
        if (arguments.size() != 2) {
            throw TemplateRun.error(
                    "wrong number of args for " + name + ": want 2 got " + arguments.size());
        }
        Object one = arguments.get(0);
        Object two = arguments.get(1);
        if (one instanceof Long a && two instanceof Long b) {
            return Long.compare(a, b);
        }
        return RegoString.of(print(one)).compareTo(RegoString.of(print(two)));
    }
}
