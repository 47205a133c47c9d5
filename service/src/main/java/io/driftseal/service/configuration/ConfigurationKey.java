package io.driftseal.service.configuration;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One key of a configuration record, as its documentation needs it.
 *
 * @param name spelled as in the file and the flag: {@code managementPort}
 * @param type the word that a README table uses: {@code int}, {@code Duration}, {@code List}, ...
 * @param defaultValue empty where the key is required or optional without a value
 * @param required no source gives it and there is no default: the service refuses to start
 */
public record ConfigurationKey(
        String name, String type, Optional<String> defaultValue, boolean required) {

    /** Every key of {@code type} in the order of its components. */
    public static List<ConfigurationKey> of(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(ConfigurationKey::of).toList();
    }

    static ConfigurationKey of(RecordComponent component) {
        Default annotation = component.getAnnotation(Default.class);
        Optional<String> value = Optional.ofNullable(annotation).map(Default::value);
        boolean optional = component.getType() == Optional.class;
        return new ConfigurationKey(
                component.getName(),
                word(component.getGenericType()),
                value,
                value.isEmpty() && !optional);
    }

    /** {@code managementPort} is {@code DRIFTSEAL_MANAGEMENT_PORT} in the environment. */
    public String environmentName() {
        return ConfigurationReader.ENVIRONMENT_PREFIX
                + name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    /** The beginning that the key's row of a README table must have. */
    public String readmeRow() {
        String shown = required ? "required" : defaultValue.map(v -> "`" + v + "`").orElse("none");
        return "| `" + name + "` | " + type + " | " + shown + " |";
    }

    private static String word(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type inner = parameterized.getActualTypeArguments()[0];
            return parameterized.getRawType() == Optional.class ? word(inner) : "List";
        }
        return ((Class<?>) type).getSimpleName();
    }
}
