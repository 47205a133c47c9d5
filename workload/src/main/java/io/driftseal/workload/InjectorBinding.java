package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Values of an injector's parameters for one pod. What is taken from the owner is bound first; what
 * the pod may choose is read from it where the shape has it, checked, and then the same everywhere.
 * A parameter that is not bound stays as it is written, which no pod has.
 */
final class InjectorBinding {

    private final Injector injector;
    private final Map<String, JsonValue> bound = new HashMap<>();

    InjectorBinding(Injector injector, Workload owner) {
        this.injector = injector;
        injector.parameters()
                .forEach((name, parameter) -> {
                    if (parameter instanceof InjectorParameter.From(var source, String key)) {
                        source.of(owner, key)
                                .ifPresent(value -> bound.put(name, new JsonString(value)));
                    }
                });
    }

    /** The same, for one container that the injector changes. */
    JsonValue rendered(JsonValue shape, String container) {
        bound.put(Injector.CONTAINER, new JsonString(container));
        JsonValue rendered = rendered(shape);
        bound.remove(Injector.CONTAINER);
        return rendered;
    }

    /** Reads what the pod chose: a walk down shape and pod, side by side. */
    void read(JsonValue shape, JsonValue live) {
        if (shape instanceof JsonString text && Injector.hasReference(text.value())) {
            readText(text.value(), live);
        } else if (shape instanceof JsonObject object && live instanceof JsonObject there) {
            object.members()
                    .forEach((name, member) ->
                            there.find(name).ifPresent(value -> read(member, value)));
        } else if (shape instanceof JsonArray array && live instanceof JsonArray there) {
            for (int i = 0; i < array.items().size(); i++) {
                counterpart(array.items().get(i), i, there.items())
                        .ifPresent(readFrom(array.items().get(i)));
            }
        }
    }

    private java.util.function.Consumer<JsonValue> readFrom(JsonValue shape) {
        return live -> read(shape, live);
    }

    /** The item of the same name, else the one at the same place. */
    private static Optional<JsonValue> counterpart(
            JsonValue item, int position, List<JsonValue> live) {
        if (item instanceof JsonObject object && object.has("name")) {
            return live.stream()
                    .filter(one ->
                            one instanceof JsonObject there
                                    && there.find("name").equals(object.find("name")))
                    .findFirst();
        }
        return position < live.size() ? Optional.of(live.get(position)) : Optional.empty();
    }

    private void readText(String shape, JsonValue live) {
        String known = text(shape);
        Matcher open = Injector.REFERENCE.matcher(known);
        if (!open.find()) {
            return;
        }
        String name = open.group(1);
        JsonValue value = live;
        if (!known.equals(open.group())) {
            String before = known.substring(0, open.start());
            String after = known.substring(open.end());
            String text = live instanceof JsonString own ? own.value() : "";
            if (text.length() < before.length() + after.length()
                    || !text.startsWith(before)
                    || !text.endsWith(after)) {
                return;
            }
            value = new JsonString(text.substring(before.length(), text.length() - after.length()));
        }
        if (permits(injector.parameters().get(name), value)) {
            bound.putIfAbsent(name, value);
        }
    }

    private static boolean permits(
            @org.jspecify.annotations.Nullable InjectorParameter parameter, JsonValue value) {
        return switch (parameter) {
            case InjectorParameter.Values(List<JsonValue> allowed) -> allowed.contains(value);
            case InjectorParameter.Text(long longest) ->
                    value instanceof JsonString text && text.value().length() <= longest;
            case InjectorParameter.From _ -> false;
            case null -> false;
        };
    }

    JsonValue rendered(JsonValue shape) {
        return switch (shape) {
            case JsonObject object -> rendered(object);
            case JsonArray array -> {
                var items = new ArrayList<JsonValue>(array.items().size());
                array.items().forEach(item -> items.add(rendered(item)));
                yield new JsonArray(items);
            }
            case JsonString text -> {
                Matcher whole = Injector.REFERENCE.matcher(text.value());
                JsonValue value = whole.matches() ? bound.get(whole.group(1)) : null;
                yield value == null ? new JsonString(text(text.value())) : value;
            }
            default -> shape;
        };
    }

    JsonObject rendered(JsonObject shape) {
        var rendered = JsonObject.builder();
        shape.members().forEach((name, member) -> rendered.put(name, rendered(member)));
        return rendered.build();
    }

    private String text(String shape) {
        return Injector.REFERENCE
                .matcher(shape)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                bound.get(found.group(1)) instanceof JsonString value
                                        ? value.value()
                                        : found.group()));
    }
}
