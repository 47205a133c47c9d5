package io.driftseal.service.configuration;

import io.driftseal.service.configuration.ConfigurationReader.Given;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line: {@code --config FILE} once, and {@code --key=value}. */
record Flags(Optional<Path> file, List<Given> values) {

    static Flags parse(List<String> arguments) throws ConfigurationException {
        Optional<Path> file = Optional.empty();
        List<Given> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.equals("--config") && i + 1 < arguments.size()) {
                i++;
                file = Optional.of(Path.of(arguments.get(i)));
            } else if (argument.startsWith("--config=")) {
                file = Optional.of(Path.of(argument.substring(equals + 1)));
            } else if (argument.startsWith("--") && equals > 2) {
                String key = argument.substring(2, equals);
                values.add(new Given(key, argument.substring(equals + 1), "flag --" + key));
            } else {
                // The argument itself may be a secret typed in the wrong place: its position only.
                throw new ConfigurationException(
                        "argument %d is neither --config FILE nor --key=value".formatted(i + 1));
            }
        }
        return new Flags(file, List.copyOf(values));
    }
}
