package io.driftseal.decision.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program and the policies that these tests run. A missing program fails them. */
public final class RealOpa {

    private RealOpa() {}

    public static Path program() {
        return OpaProgram.find(System.getenv())
                .orElseThrow(() ->
                        new AssertionError(
                                "opa is not found: run ./driftseal tools, or set "
                                        + OpaProgram.VARIABLE));
    }

    public static Path shippedPolicies() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("policies/rego"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new AssertionError("policies/rego is in no parent of the working directory");
        }
        return directory.resolve("policies/rego");
    }

    /**
     * A package for each question, that answers {@code {"ok": true}}, except for the one given as a
     * module.
     */
    public static Path policies(Path directory, String entryPoint, String body) throws IOException {
        for (String name : new String[] {"admission", "access", "grant", "drift", "response"}) {
            String rules = name.equals(entryPoint) ? body : "decision := {\"ok\": true}";
            Files.writeString(
                    directory.resolve(name + ".rego"),
                    "package driftseal." + name + "\n\n" + rules + "\n");
        }
        return directory;
    }
}
