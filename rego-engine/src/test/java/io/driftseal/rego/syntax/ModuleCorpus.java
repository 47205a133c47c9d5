package io.driftseal.rego.syntax;

import static java.util.Objects.requireNonNull;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.builtin.CountingContext;
import io.driftseal.rego.builtin.LibraryBuiltins;
import io.driftseal.rego.conformance.CaseProgram;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Texts of modules: those that others wrote, and those that were written to be difficult. */
final class ModuleCorpus {

    private static final Path POLICIES = Path.of("..", "policies", "rego");
    private static final String CASES = "v1/test/cases/testdata";
    private static final String LINE_END = "\u00b6";
    private static final String HEADING = "== ";
    private static final BuiltinRegistry BUILTINS = BuiltinRegistry.of(LibraryBuiltins.families());

    private ModuleCorpus() {}

    /** Our policies, those in OPA's own repository, and the modules of OPA's cases. */
    static List<String> collected() throws IOException, InterruptedException {
        Path opa = CaseProgram.module();
        List<String> texts = new ArrayList<>();
        for (Path directory : List.of(POLICIES, opa)) {
            for (Path file : files(directory, ".rego")) {
                texts.add(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        for (Path file : files(opa.resolve(CASES), ".yaml")) {
            texts.addAll(modules(Files.readString(file, StandardCharsets.UTF_8)));
        }
        return texts.stream().distinct().toList();
    }

    private static List<Path> files(Path directory, String extension) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(extension)).sorted().toList();
        }
    }

    private static List<String> modules(String yaml) {
        BuiltinContext context = new CountingContext(Long.MAX_VALUE, Long.MAX_VALUE);
        RegoValue file =
                requireNonNull(BUILTINS.find("yaml.unmarshal"))
                        .call(context, new RegoValue[] {RegoString.of(yaml)});
        List<String> texts = new ArrayList<>();
        for (RegoValue one : items(requireNonNull((RegoObject) file), "cases")) {
            for (RegoValue module : items((RegoObject) one, "modules")) {
                texts.add(((RegoString) module).text());
            }
        }
        return texts;
    }

    private static List<RegoValue> items(RegoObject object, String name) {
        return object.get(name) instanceof RegoArray array ? array.items() : List.of();
    }

    /** One or more for each form of the language, right and wrong. */
    static List<String> written() throws IOException {
        try (InputStream in = ModuleCorpus.class.getResourceAsStream("modules.txt")) {
            String lines = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith(HEADING))
                    .map(ModuleCorpus::module)
                    .toList();
        }
    }

    private static String module(String line) {
        String text = line.replace(LINE_END, "\n");
        return text.contains("package") ? text : "package t\n" + text;
    }
}
