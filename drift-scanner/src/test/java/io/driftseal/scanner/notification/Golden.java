package io.driftseal.scanner.notification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Messages as they were agreed to look, beside this package's resources. */
final class Golden {

    private Golden() {}

    static String text(String name) {
        try (InputStream file = Golden.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("no golden file " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
