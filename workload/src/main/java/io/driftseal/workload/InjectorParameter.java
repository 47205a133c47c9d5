package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A value of an injector's shape that is not the same in every pod, and what binds it. */
public sealed interface InjectorParameter {

    /** Text parameters are for settings, not for programs. */
    int LONGEST_TEXT = 8192;

    /** One of these, whichever the pod shows. */
    record Values(List<JsonValue> allowed) implements InjectorParameter {
        public Values {
            allowed = List.copyOf(allowed);
            if (allowed.isEmpty()) {
                throw new IllegalArgumentException("values holds nothing");
            }
        }
    }

    /** Exactly what this says of the pod's owner. */
    record From(Source source, String key) implements InjectorParameter {}

    /** Any text up to a length; only in values of variables, labels and annotations. */
    record Text(long maximumLength) implements InjectorParameter {
        public Text {
            if (maximumLength < 1 || maximumLength > LONGEST_TEXT) {
                throw new IllegalArgumentException("maximumLength must be 1 to " + LONGEST_TEXT);
            }
        }
    }

    /** What a bound parameter is taken from. */
    enum Source {
        NAMESPACE,
        SERVICE_ACCOUNT,
        /** The root's name: of the object that controls the owner, else of the owner. */
        WORKLOAD_NAME,
        /** The root's kind in lower case: {@code deployment}. */
        WORKLOAD_KIND,
        /** A label of the template, by the parameter's {@code key}. */
        LABEL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Optional<String> of(Workload owner, String key) {
            return switch (this) {
                case NAMESPACE -> Optional.of(owner.namespace());
                case SERVICE_ACCOUNT -> Optional.of(owner.serviceAccount());
                case WORKLOAD_NAME ->
                        owner.controllerOwner().map(OwnerReference::name).or(owner::name);
                case WORKLOAD_KIND ->
                        Optional.of(
                                owner.controllerOwner()
                                        .map(OwnerReference::kind)
                                        .orElse(owner.kind().kind())
                                        .toLowerCase(Locale.ROOT));
                case LABEL ->
                        owner.podTemplate()
                                .orElse(JsonObject.EMPTY)
                                .object("metadata", "labels")
                                .string(key);
            };
        }
    }

    static InjectorParameter parse(JsonObject declared) {
        var names = declared.members().keySet();
        if (names.equals(java.util.Set.of("values"))
                && declared.find("values").orElseThrow() instanceof JsonArray values) {
            return new Values(values.items());
        }
        if (names.equals(java.util.Set.of("text"))) {
            return new Text(
                    declared.object("text")
                            .number("maximumLength")
                            .map(number -> number.whole().orElse(0))
                            .orElse(0L));
        }
        for (Source source : Source.values()) {
            if (declared.find("from").equals(Optional.of(new JsonString(source.wireName())))
                    && names.size() == (source == Source.LABEL ? 2 : 1)
                    && (source != Source.LABEL || declared.string("key").isPresent())) {
                return new From(source, declared.string("key").orElse(""));
            }
        }
        throw new IllegalArgumentException(
                "a parameter is {values}, {text: {maximumLength}} or {from}, not " + declared);
    }
}
