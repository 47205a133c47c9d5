package io.driftseal.service.configuration;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads a service's configuration record once: flat YAML file ({@code --config FILE}), then
 * environment ({@code DRIFTSEAL_*}), then flags ({@code --key=value}); a later source wins. Unknown
 * keys are refused, because a misspelt bound or policy path would silently be the default.
 *
 * <p>Component types: {@code String, int, long, boolean, Duration} ({@code 500ms 5s 10m 24h}),
 * {@code Path, URI, Secret, List<String>} (comma separated outside the file) and {@code Optional}
 * of these.
 */
public final class ConfigurationReader {
    static final String ENVIRONMENT_PREFIX = "DRIFTSEAL_";

    /** A configuration is a page of text; more is a wrong file. */
    private static final long MAXIMUM_FILE_BYTES = 64 * 1024;

    /** Variables by which programs are found; they share the prefix and are no configuration. */
    private static final Set<String> LOCATORS = Set.of("DRIFTSEAL_OPA");

    private ConfigurationReader() {}

    /**
     * The record of {@code type}.
     *
     * @throws ConfigurationException if a source has an unknown key or a value that does not parse,
     *     a required key is missing, or the record refuses the values
     */
    public static <R extends Record> R read(
            Class<R> type, List<String> arguments, Map<String, String> environment)
            throws ConfigurationException {
        Map<String, ConfigurationKey> keys =
                ConfigurationKey.of(type).stream()
                        .collect(
                                Collectors.toMap(
                                        ConfigurationKey::name,
                                        Function.identity(),
                                        (a, b) -> a,
                                        LinkedHashMap::new));
        Flags flags = Flags.parse(arguments);
        Map<String, Given> given = new LinkedHashMap<>();
        if (flags.file().isPresent()) {
            collect(given, keys, fromFile(flags.file().get()));
        }
        collect(given, keys, fromEnvironment(environment, keys));
        collect(given, keys, flags.values());
        return construct(type, keys, given);
    }

    /** Name and value of every component for the log at start; secrets redacted. */
    public static Map<String, String> printable(Record configuration) {
        Map<String, String> printable = new LinkedHashMap<>();
        for (RecordComponent component : configuration.getClass().getRecordComponents()) {
            printable.put(component.getName(), print(valueOf(component, configuration)));
        }
        return printable;
    }

    private static String print(Object value) {
        return value instanceof Optional<?> optional
                ? optional.map(Object::toString).orElse("")
                : value.toString();
    }

    private static Object valueOf(RecordComponent component, Record configuration) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(configuration);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record accessor cannot be called", e);
        }
    }

    private static void collect(
            Map<String, Given> given, Map<String, ConfigurationKey> keys, List<Given> source)
            throws ConfigurationException {
        for (Given value : source) {
            if (!keys.containsKey(value.key())) {
                throw new ConfigurationException(
                        "%s sets the unknown key '%s'; known keys: %s"
                                .formatted(
                                        value.source(),
                                        value.key(),
                                        String.join(", ", keys.keySet())));
            }
            given.put(value.key(), value);
        }
    }

    private static List<Given> fromFile(Path file) throws ConfigurationException {
        String source = "configuration file " + file;
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new FailsafeSchema())
                        .setAllowDuplicateKeys(false)
                        .setLabel(file.toString())
                        .build();
        Object document;
        try {
            if (Files.size(file) > MAXIMUM_FILE_BYTES) {
                throw new ConfigurationException(
                        source + " is larger than " + MAXIMUM_FILE_BYTES + " bytes");
            }
            document = new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationException(source + " cannot be read: " + e, e);
        } catch (YamlEngineException e) {
            throw new ConfigurationException(source + " is not valid YAML: " + e.getMessage(), e);
        }
        if (document == null) {
            return List.of();
        }
        if (!(document instanceof Map<?, ?> map)) {
            throw new ConfigurationException(source + " must hold 'key: value' lines");
        }
        List<Given> values = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            values.add(new Given(key, flat(source, key, entry.getValue()), source));
        }
        return values;
    }

    private static Object flat(String source, String key, Object value)
            throws ConfigurationException {
        if (value instanceof String) {
            return value;
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list;
        }
        throw new ConfigurationException(
                "%s: '%s' must be one value or a list of values".formatted(source, key));
    }

    private static List<Given> fromEnvironment(
            Map<String, String> environment, Map<String, ConfigurationKey> keys) {
        Map<String, String> byVariable =
                keys.values().stream()
                        .collect(
                                Collectors.toMap(
                                        ConfigurationKey::environmentName, ConfigurationKey::name));
        List<Given> values = new ArrayList<>();
        environment.forEach((variable, value) -> {
            boolean known = byVariable.containsKey(variable);
            boolean foreign =
                    ServiceLinks.isServiceLink(variable, environment)
                            || (!known && LOCATORS.contains(variable));
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !foreign) {
                values.add(
                        new Given(
                                byVariable.getOrDefault(variable, variable),
                                value,
                                "environment variable " + variable));
            }
        });
        return values;
    }

    private static <R extends Record> R construct(
            Class<R> type, Map<String, ConfigurationKey> keys, Map<String, Given> given)
            throws ConfigurationException {
        List<String> missing =
                keys.values().stream()
                        .filter(key -> key.required() && !given.containsKey(key.name()))
                        .map(ConfigurationKey::name)
                        .toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "required keys are not set: "
                            + String.join(", ", missing)
                            + "; set them in the file, as DRIFTSEAL_<KEY> or as --key=value");
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], given.get(components[i].getName()));
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new ConfigurationException(
                    "configuration refused: " + e.getTargetException().getMessage(),
                    e.getTargetException());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record cannot be constructed: " + type, e);
        }
    }

    private static Object value(RecordComponent component, @Nullable Given given)
            throws ConfigurationException {
        if (given != null) {
            return ConfigurationValue.parse(given, component.getGenericType());
        }
        Default annotation = component.getAnnotation(Default.class);
        if (annotation == null) {
            return Optional.empty();
        }
        Given fallback = new Given(component.getName(), annotation.value(), "default");
        return ConfigurationValue.parse(fallback, component.getGenericType());
    }

    /**
     * One value as a source gave it.
     *
     * @param value String, or List of String from a file
     */
    record Given(String key, Object value, String source) {}
}
