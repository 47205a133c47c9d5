package io.driftseal.cli;

import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads one Kubernetes object from a JSON or YAML file, or from standard input as {@code -}. */
final class Manifests {

    private static final int MAXIMUM_BYTES = JsonLimits.kubernetesObject().maximumBytes();

    private Manifests() {}

    /** Of a kind of Kubernetes. */
    static Workload workload(String file, InputStream standardInput) throws CommandFailedException {
        return workload(file, standardInput, WorkloadKinds.builtIn());
    }

    static Workload workload(String file, InputStream standardInput, WorkloadKinds kinds)
            throws CommandFailedException {
        try {
            return Workload.of(kinds, object(file, standardInput));
        } catch (UnsupportedWorkloadException e) {
            throw new CommandFailedException(
                    name(file)
                            + " is not a workload that is stamped: "
                            + e.getMessage()
                            + " (custom kinds: --custom-roots)",
                    e);
        }
    }

    private static JsonObject object(String file, InputStream standardInput)
            throws CommandFailedException {
        byte[] bytes = bytes(file, standardInput);
        try {
            return startsAsJson(bytes)
                    ? JsonReader.readObject(bytes, JsonLimits.kubernetesObject())
                    : yaml(file, bytes);
        } catch (MalformedJsonException e) {
            throw new CommandFailedException(name(file) + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String file, InputStream standardInput)
            throws CommandFailedException {
        byte[] bytes;
        try (InputStream in =
                file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
            bytes = in.readNBytes(MAXIMUM_BYTES + 1);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read " + name(file) + "; check that it exists and is readable", e);
        }
        if (bytes.length > MAXIMUM_BYTES) {
            throw new CommandFailedException(
                    name(file)
                            + " has more than "
                            + MAXIMUM_BYTES
                            + " bytes; no object is as large");
        }
        return bytes;
    }

    private static boolean startsAsJson(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }

    private static JsonObject yaml(String file, byte[] bytes) throws CommandFailedException {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(name(file))
                        .setSchema(new CoreSchema())
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(50)
                        .setCodePointLimit(MAXIMUM_BYTES)
                        .build();
        try {
            Object document =
                    new Load(settings).loadFromString(new String(bytes, StandardCharsets.UTF_8));
            if (value(document) instanceof JsonObject object) {
                return object;
            }
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new CommandFailedException(
                    name(file) + " is not one YAML document: " + firstLine(e.getMessage()), e);
        }
        throw new CommandFailedException(name(file) + " does not hold one object");
    }

    private static JsonValue value(@Nullable Object yaml) {
        return switch (yaml) {
            case null -> JsonNull.INSTANCE;
            case String text -> new JsonString(text);
            case Boolean flag -> JsonBoolean.of(flag);
            case Number number -> new JsonNumber(number.toString());
            case Map<?, ?> map -> {
                var object = JsonObject.builder();
                map.forEach((key, item) -> object.put(String.valueOf(key), value(item)));
                yield object.build();
            }
            case Iterable<?> list -> {
                var items = new ArrayList<JsonValue>();
                list.forEach(item -> items.add(value(item)));
                yield new JsonArray(items);
            }
            default ->
                    throw new IllegalArgumentException(
                            "a value is of a type that Kubernetes does not have");
        };
    }

    static String name(String file) {
        return file.equals("-") ? "standard input" : "file " + file;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "it is malformed" : message.lines().findFirst().orElse("");
    }
}
