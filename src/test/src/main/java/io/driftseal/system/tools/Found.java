package io.driftseal.system.tools;

import java.nio.file.Path;
import java.util.Objects;

/** Where a program was found. */
record Found(Program program, Path path, Place place) {
    Found {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(place, "place");
    }

    enum Place {
        ENVIRONMENT("environment"),
        PATH("PATH"),
        CACHE("cache");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
