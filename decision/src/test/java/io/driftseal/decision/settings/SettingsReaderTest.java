package io.driftseal.decision.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.driftseal.decision.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A settings file is as its author meant it, or it is refused where it is wrong. */
final class SettingsReaderTest {

    private static final String FILE =
            """
            {
              "schema": "driftseal.settings/v1",
              "exemptions": [
                {"id": "agent", "rule": "host-path", "namespaces": ["monitoring"],
                 "workloads": [{"kind": "DaemonSet", "name": "node-agent*"}],
                 "containers": ["agent"],
                 "images": ["registry.example/agent@sha256:*"],
                 "owner": "platform", "reason": "reads the node's logs",
                 "expires": "2027-01-01T00:00:00Z"}
              ],
              "enforcement": [
                {"rule": "image-tag",
                 "mode": "observe",
                 "everyNamespace": true,
                 "owner": "security", "reason": "rolled out in steps"}
              ],
              "registries": [
                {"name": "registry.example:5000/shop", "namespaces": ["shop"]}
              ]
            }
            """;

    private static final Schema PUBLISHED = published();

    @Test
    void readsWhatIsThere() throws Exception {
        PolicySettings settings = read(FILE);

        assertThat(settings)
                .isEqualTo(
                        new PolicySettings(
                                List.of(
                                        new Exemption(
                                                "agent",
                                                "host-path",
                                                new NamespaceScope(false, List.of("monitoring")),
                                                List.of(
                                                        new WorkloadPattern(
                                                                "DaemonSet",
                                                                new TextPattern(
                                                                        "node-agent", true))),
                                                List.of("agent"),
                                                List.of(
                                                        new TextPattern(
                                                                "registry.example/agent@sha256:",
                                                                true)),
                                                new Responsibility(
                                                        "platform", "reads the node's logs"),
                                                Instant.parse("2027-01-01T00:00:00Z"))),
                                List.of(
                                        new RuleEnforcement(
                                                "image-tag",
                                                Mode.OBSERVE,
                                                new NamespaceScope(true, List.of()),
                                                new Responsibility(
                                                        "security", "rolled out in steps"),
                                                java.util.Optional.empty())),
                                List.of(
                                        new RegistryScope(
                                                "registry.example:5000/shop",
                                                new NamespaceScope(false, List.of("shop"))))));
        assertThat(settings.active(Instant.parse("2026-12-31T23:59:59Z"))).isEqualTo(1);
        assertThat(settings.expired(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo(1);
        assertThat(PUBLISHED.validate(FILE, InputFormat.JSON)).isEmpty();
    }

    /** Each line changes the file above in one place. */
    @ParameterizedTest(name = "{1} instead of {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    "driftseal.settings/v1"          | "driftseal.settings/v2"       | 2: schema must be
                    "schema": "driftseal.settings/v1",|                              | 1: schema must be
                    "exemptions"                     | "exemption"                   | 1: settings has 1 members
                    "id": "agent",                   |                               | 4: exemptions[0].id must be
                    "id": "agent"                    | "id": "Agent X"               | 4: exemptions[0].id must be
                    "rule": "host-path",             |                               | 4: exemptions[0].rule must
                    "rule": "host-path"              | "rule": "*"                   | 4: exemptions[0].rule must be the code
                    "namespaces": ["monitoring"],    |                               | 4: exemptions[0].namespaces is missing; to mean all say everyNamespace
                    ["monitoring"]                   | ["*"]                         | 4: exemptions[0].namespaces must be names
                    ["monitoring"]                   | []                            | 4: exemptions[0].namespaces must be names
                    "namespaces": ["monitoring"]     | "everyNamespace": false       | 4: exemptions[0].everyNamespace must be true
                    "workloads": [{"kind": "DaemonSet", "name": "node-agent*"}], |   | 4: exemptions[0].workloads is missing
                    "node-agent*"                    | "*"                           | 5: exemptions[0].workloads[0].name may hold one asterisk
                    "node-agent*"                    | "a*b"                         | 5: exemptions[0].workloads[0].name may
                    "kind": "DaemonSet"              | "kind": "*"                   | 5: exemptions[0].workloads[0].kind must be
                    [{"kind": "DaemonSet", "name": "node-agent*"}] | []              | 5: exemptions[0].workloads must name one
                    ["agent"]                        | "agent"                       | 6: exemptions[0].containers must be a list
                    ["agent"]                        | ["*"]                         | 6: exemptions[0].containers must be names
                    "containers"                     | "container"                   | 4: exemptions[0] has 1 members
                    "registry.example/agent@sha256:*"| "*"                           | 7: exemptions[0].images may hold
                    ["registry.example/agent@sha256:*"] | []                         | 7: exemptions[0].images must name one
                    "owner": "platform",             |                               | 4: exemptions[0].owner must be
                    "reads the node's logs"          | " "                           | 8: exemptions[0].reason must not be blank
                    "2027-01-01T00:00:00Z"           | "next year"                   | 9: exemptions[0].expires must be a time
                    "expires"                        | "ends"                        | 4: exemptions[0].expires must
                    "observe"                        | "enforce"                     | 13: enforcement[0].mode must be observe or warn
                    "everyNamespace": true,          | "everyNamespace": true, "namespaces": ["shop"], | 14: enforcement[0].everyNamespace must be true, and then without
                    "rule": "image-tag",             |                               | 12: enforcement[0].rule must
                    "owner": "security",             |                               | 12: enforcement[0].owner must
                    "mode": "observe"                | "mode": "observe", "mode": "warn" | 13: two members of one name
                    "enforcement": [                 | "enforcement" [               | 11: malformed JSON
                    registry.example:5000/shop       | registry.example/             | 18: registries[0].name must be a registry
                    registry.example:5000/shop       | *                             | 18: registries[0].name must be a registry
                    ["shop"]}                        | ["shop"], "tier": "standard"} | 18: registries[0] has 1 members
                    , "namespaces": ["shop"]}        | }                             | 18: registries[0].namespaces is missing
                    """)
    void refusesWithFileAndLine(String part, @Nullable String instead, String message) {
        assertThat(FILE).contains(part);
        String file = FILE.replaceFirst(Pattern.quote(part), instead == null ? "" : instead);

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(MalformedSettingsException.class)
                .hasMessageStartingWith("data/shop.json:" + message);
        if (!message.contains("two members") && !message.contains("malformed")) {
            assertThat(valid(file)).isFalse();
        }
    }

    @Test
    void theIdsOfAllFilesDiffer() {
        var files =
                new TreeMap<>(
                        Map.of(
                                "data/a.json",
                                FILE.getBytes(StandardCharsets.UTF_8),
                                "data/b.json",
                                FILE.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> SettingsReader.read(files))
                .isInstanceOf(MalformedSettingsException.class)
                .hasMessage("two exemptions have the id agent; rename one");
    }

    @Test
    void theShippedFileIsOneOfThem() throws Exception {
        String shipped = Files.readString(Path.of("../policies/rego/data/settings.json"));

        assertThat(read(shipped).exemptions()).isEmpty();
        assertThat(read(shipped).registries()).isEmpty();
        assertThat(PUBLISHED.validate(shipped, InputFormat.JSON)).isEmpty();
    }

    private static PolicySettings read(String text) throws MalformedSettingsException {
        return SettingsReader.read(
                new TreeMap<>(Map.of("data/shop.json", text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The schema's library looks at formats only where it is asked to. */
    private static boolean valid(String text) {
        return PUBLISHED
                .validate(
                        text,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
    }

    private static Schema published() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(
                            Files.readString(Path.of("../policies/rego/schema/settings.json")),
                            InputFormat.JSON);
        } catch (java.io.IOException e) {
            throw new AssertionError("no schema of settings", e);
        }
    }
}
