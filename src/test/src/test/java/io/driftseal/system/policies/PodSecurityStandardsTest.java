package io.driftseal.system.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.ProjectRoot;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Pod Security Standards' own fixtures, from the Kubernetes module that the test cluster is
 * built of: each that fails there is refused here by a rule that names the control, and each that
 * passes is admitted. Read where the Go client keeps them; nothing of them is copied.
 */
final class PodSecurityStandardsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path POLICIES = ProjectRoot.find().resolve("policies/rego");

    /** Decisions about all fixtures in one evaluation; opa reads the YAML. */
    private static final String QUERY =
            """
            {name: answer |
                settings := input.settings
                some name, text in input.fixtures
                pod := yaml.unmarshal(text)
                request := object.union(input.request, {"workload": {"object": pod}})
                answer := data.driftseal.admission.decision
                    with input as request with data.driftseal.settings as settings
            }
            """;

    @ParameterizedTest
    @CsvSource({"baseline, standard, 33, 14", "restricted, restricted, 75, 22"})
    void everyFixtureOfALevelIsJudgedAsThere(
            String level, String tier, int leastFailing, int leastPassing) throws Exception {
        // Given
        Path fixtures = newest(module().resolve("test/testdata").resolve(level));
        Map<String, Set<String>> codesByControl = codesByControl();
        // When
        Map<String, JsonNode> failing = decisions(fixtures.resolve("fail"), tier);
        Map<String, JsonNode> passing = decisions(fixtures.resolve("pass"), tier);
        // Then
        assertThat(failing).hasSizeGreaterThan(leastFailing);
        assertThat(passing).hasSizeGreaterThan(leastPassing);
        List<String> wrong = new ArrayList<>();
        failing.forEach((name, decision) -> {
            String control = name.replaceAll("[0-9]+\\.yaml$", "");
            Set<String> named = codesByControl.getOrDefault(control, Set.of());
            if (decision.path("admitted").asBoolean()
                    || !codes(decision).stream().anyMatch(named::contains)) {
                wrong.add("must be refused for " + control + ": " + name + " " + decision);
            }
        });
        passing.forEach((name, decision) -> {
            if (!decision.path("admitted").asBoolean()) {
                wrong.add("must be admitted: " + name + " " + decision);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** Folder of the module, of the version that the test cluster is built with. */
    private static Path module() throws Exception {
        Path go = ProgramLocator.ofProcess().find("go").orElse(Path.of("/usr/local/go/bin/go"));
        Path components = ProjectRoot.find().resolve("src/test/cluster/components");
        JsonNode answer =
                JSON.readTree(
                        run(
                                components,
                                "",
                                go.toString(),
                                "mod",
                                "download",
                                "-json",
                                "k8s.io/pod-security-admission"));
        return Path.of(answer.path("Dir").asString());
    }

    /** The fixtures of the newest version of the standard. */
    private static Path newest(Path level) throws IOException {
        try (Stream<Path> versions = Files.list(level)) {
            return versions.max(
                            Comparator.comparingInt(version ->
                                    Integer.parseInt(
                                            version.getFileName()
                                                    .toString()
                                                    .substring("v1.".length()))))
                    .orElseThrow();
        }
    }

    private static Map<String, JsonNode> decisions(Path folder, String tier) throws Exception {
        ObjectNode input = JSON.createObjectNode();
        ObjectNode texts = input.putObject("fixtures");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        input.set("request", JSON.readTree(REQUEST.replace("TIER", tier)));
        input.set("settings", settings());
        JsonNode answer =
                JSON.readTree(
                        run(
                                POLICIES,
                                JSON.writeValueAsString(input),
                                ProgramLocator.ofProcess().locate("opa").toString(),
                                "eval",
                                "--strict-builtin-errors",
                                "--data",
                                "admission",
                                "--data",
                                "lib",
                                "--stdin-input",
                                "--format",
                                "raw",
                                QUERY));
        Map<String, JsonNode> decisions = new HashMap<>();
        answer.properties().forEach(entry -> decisions.put(entry.getKey(), entry.getValue()));
        assertThat(decisions).hasSameSizeAs(texts.propertyNames());
        return decisions;
    }

    /** Rules that are no part of the standards only look, because the fixtures do not mind them. */
    private static JsonNode settings() throws Exception {
        Set<String> ofTheStandards = new HashSet<>();
        codesByControl().values().forEach(ofTheStandards::addAll);
        ObjectNode settings = JSON.createObjectNode();
        settings.putArray("exemptions");
        var enforcement = settings.putArray("enforcement");
        for (JsonNode rule : rules()) {
            String code = rule.path("custom").path("code").asString();
            if (!ofTheStandards.contains(code)) {
                enforcement
                        .addObject()
                        .put("rule", code)
                        .put("mode", "observe")
                        .put("everyNamespace", true)
                        .put("expires", "");
            }
        }
        return settings;
    }

    /** Names of the standards' checks as in the fixtures' names, to codes of rules. */
    private static Map<String, Set<String>> codesByControl() throws Exception {
        Map<String, Set<String>> codes = new HashMap<>();
        for (JsonNode rule : rules()) {
            for (JsonNode control : rule.path("custom").path("controls")) {
                String[] words = control.asString().split(" ", -1);
                if (words[0].equals("PSS")) {
                    codes.computeIfAbsent(
                                    words[2].toLowerCase(Locale.ROOT), each -> new HashSet<>())
                            .add(rule.path("custom").path("code").asString());
                }
            }
        }
        return codes;
    }

    private static List<JsonNode> rules() throws Exception {
        JsonNode inspected =
                JSON.readTree(
                        run(
                                POLICIES,
                                "",
                                ProgramLocator.ofProcess().locate("opa").toString(),
                                "inspect",
                                "--annotations",
                                "--format",
                                "json",
                                "."));
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode item : inspected.path("annotations")) {
            if (item.path("annotations").path("custom").has("effect")) {
                rules.add(item.path("annotations"));
            }
        }
        return rules;
    }

    private static Set<String> codes(JsonNode decision) {
        Set<String> codes = new HashSet<>();
        decision.path("reasons").forEach(reason -> codes.add(reason.path("code").asString()));
        return codes;
    }

    private static String run(Path folder, String input, String... command) throws Exception {
        Path error = Files.createTempFile("driftseal-", ".err");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(error.toFile())
                        .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> output + contentOf(error)).isZero();
        Files.delete(error);
        return output;
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static final String REQUEST =
            """
            {"schema": "driftseal.admission/v1", "time": "2026-11-26T12:00:00Z",
             "operation": "CREATE", "origin": "root",
             "namespace": {"name": "shop", "labels": {"driftseal.io/tier": "TIER"}, "mode": "enforce"},
             "requester": {"username": "ci", "groups": []}, "approver": "",
             "approval": {"state": "none", "explanation": ""},
             "workload": {"kind": "Pod", "name": "x", "podSpecPath": ["spec"], "previous": null}}
            """;
}
