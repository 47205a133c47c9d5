package io.driftseal.service.configuration;

import io.driftseal.service.configuration.ConfigurationReader.Given;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a source to the type of a component. Messages never repeat the value: it may be secret.
 */
final class ConfigurationValue {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private ConfigurationValue() {}

    static Object parse(Given given, Type type) throws ConfigurationException {
        if (type instanceof ParameterizedType parameterized) {
            Type inner = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == Optional.class) {
                // An empty text unsets what an earlier source gave.
                return "".equals(given.value())
                        ? Optional.empty()
                        : Optional.of(parse(given, inner));
            }
            return list(given);
        }
        if (!(given.value() instanceof String text)) {
            throw refused(given, "one value, not a list");
        }
        return scalar(given, text.strip(), (Class<?>) type);
    }

    private static List<String> list(Given given) {
        if (given.value() instanceof List<?> list) {
            return list.stream().map(String::valueOf).map(String::strip).toList();
        }
        return Arrays.stream(given.value().toString().split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Object scalar(Given given, String text, Class<?> type)
            throws ConfigurationException {
        if (type == boolean.class) {
            return truth(given, text);
        }
        if (type == Duration.class) {
            return duration(given, text);
        }
        try {
            return switch (type.getSimpleName()) {
                case "String" -> text;
                case "int" -> Integer.parseInt(text);
                case "long" -> Long.parseLong(text);
                case "Path" -> path(given, text);
                case "URI" -> URI.create(text);
                case "Secret" -> new Secret(text);
                default -> throw new IllegalStateException("unsupported component type " + type);
            };
        } catch (NumberFormatException e) {
            throw refused(given, "a whole number");
        } catch (IllegalArgumentException e) {
            throw refused(given, "a valid " + type.getSimpleName());
        }
    }

    private static Path path(Given given, String text) throws ConfigurationException {
        if (text.isEmpty()) {
            throw refused(given, "a path");
        }
        return Path.of(text);
    }

    private static boolean truth(Given given, String text) throws ConfigurationException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(given, "true or false");
        };
    }

    private static Duration duration(Given given, String text) throws ConfigurationException {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw refused(given, "a duration such as 500ms, 5s, 10m, 24h or 30d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static ConfigurationException refused(Given given, String expected) {
        return new ConfigurationException(
                "%s: the value of '%s' must be %s"
                        .formatted(given.source(), given.key(), expected));
    }
}
