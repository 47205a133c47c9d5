package io.driftseal.decision.source.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.bundle.RealOpa;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.workload.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real program signs is taken; the same with anything changed is not. */
final class BundleSignatureTest {

    @TempDir private static Path directory;

    private static SigningKey key;
    private static SigningKey other;

    /** Signed by {@link #key}, as {@code opa build} makes them. */
    private static SortedMap<String, byte[]> signed;

    @BeforeAll
    static void sign() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source/driftseal/settings"));
        Files.writeString(
                directory.resolve("source/a.rego"), "package driftseal.a\n\nlimit := 1\n");
        // What Go's encoder and others write differently.
        Files.writeString(
                source.resolve("data.json"),
                """
                {"schema": "driftseal.settings/v1", "z": [1.0, 1e3, 12345678901234567890, -0],
                 "text": "<&> \\u2028 \\u0001 \\b\\f\\t é \\ud83d\\ude00 \\" \\\\ /", "\\ud83d\\ude00": null,
                 "\\uffee": true, "a": {}, "b": []}
                """);
        key = SigningKey.of("ES256");
        other = SigningKey.of("ES256");
        signed = build(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS384", "ES384", "ES512", "HS256"})
    void whatOpaSignsIsTaken(String algorithm) throws Exception {
        // Given
        SigningKey its = SigningKey.of(algorithm);
        // When
        SortedMap<String, byte[]> files = build(its);
        // Then
        assertThat(files).containsKeys("a.rego", "data.json", ".manifest", ".signatures.json");
        assertThat(BundleSignature.verify(files, keys(entry("default", its, ""))))
                .isEqualTo("default");
    }

    @Test
    void theScopeIsThatOfTheKey() throws Exception {
        // Given: with claims, opa names no key
        Path claims = Files.writeString(directory.resolve("claims.json"), "{\"scope\":\"team\"}");
        var files = build(key, "--claims-file", claims.toString());
        // When, Then
        assertThat(BundleSignature.verify(files, keys(entry("only", key, "team"))))
                .isEqualTo("only");
        refused(files, keys(entry("only", key, "")), "another scope");
        refused(files, keys(entry("only", key, "prod")), "another scope");
        refused(
                files,
                keys(entry("one", key, "team"), entry("two", other, "team")),
                "not listed: (without an id)");
        refused(signed, keys(entry("default", key, "team")), "another scope");
    }

    @Test
    void dataIsSignedByItsMeaning() throws Exception {
        // Given: other white space
        var files = new TreeMap<>(signed);
        String data = new String(files.get("data.json"), StandardCharsets.UTF_8);
        files.put("data.json", ("\n " + data).getBytes(StandardCharsets.UTF_8));
        // When, Then
        assertThat(BundleSignature.verify(files, keys(entry("default", key, ""))))
                .isEqualTo("default");
    }

    @Test
    void aKeyThatIsNotListedSignsNothing() throws Exception {
        refused(signed, keys(entry("team", key, "")), "key that is not listed: default");
        refused(signed, keys(entry("default", other, "")), "not one of the key default");
        refused(
                signed,
                keys(entry("default", SigningKey.of("RS256"), "")),
                "not one of the key default");
        // A public key is no secret.
        String file =
                JsonObject.of(
                                "keys",
                                JsonObject.of(
                                        "default",
                                        JsonObject.builder()
                                                .put("algorithm", "HS256")
                                                .put("key", key.verifying())
                                                .build()))
                        .toString();
        refused(signed, keys(file), "not one of the key default");
    }

    static Stream<Arguments> tampered() throws Exception {
        String token = new String(signed.get(".signatures.json"), StandardCharsets.UTF_8);
        String compact = token.replaceAll("(?s).*\"(ey[^\"]*)\".*", "$1");
        String[] parts = compact.split("\\.", -1);
        String none = "eyJhbGciOiJub25lIn0";
        return Stream.of(
                row("Rego changed", with("a.rego", "package driftseal.b"), "not as it was signed"),
                row("data changed", with("data.json", "{}"), "not as it was signed"),
                row("data twice", with("data.json", "{\"a\":1,\"a\":1}"), "malformed data"),
                row("manifest changed", with(".manifest", "{\"revision\":\"9\"}"), "not as it was"),
                row("file added", with("b.rego", "package driftseal.b"), "not signed: b.rego"),
                row("harmless file added", with("README", ""), "not signed: README"),
                row("hidden file added", with(".x", ""), "not signed: .x"),
                row("file taken away", without("a.rego"), "lacks a file that was signed: a.rego"),
                row("manifest taken away", without(".manifest"), "lacks a file that was signed"),
                row("not signed", without(".signatures.json"), "is not signed"),
                row("no token", signatures("[]"), "exactly one signature"),
                row("two tokens", tokens(compact, compact), "exactly one signature"),
                row("no text", signatures("[1]"), "exactly one signature"),
                row("nothing", with(".signatures.json", ""), "no JSON object"),
                row(
                        "a plugin",
                        with(
                                ".signatures.json",
                                "{\"signatures\":[\"" + compact + "\"],\"plugin\":\"mine\"}"),
                        "without a plugin"),
                row("no token at all", tokens("abc"), "is no token"),
                row("cut token", tokens(parts[0] + "." + parts[1]), "is no token"),
                row("no signature", tokens(parts[0] + "." + parts[1] + "."), "is no"),
                row("unsigned token", tokens(none + "." + parts[1] + "."), "is no"),
                row(
                        "another signature",
                        tokens(parts[0] + "." + parts[1] + "." + flipped(parts[2])),
                        "not one of the key default"),
                row(
                        "another payload",
                        tokens(parts[0] + "." + forged("{\"files\":[]}") + "." + parts[2]),
                        "not one of the key default"),
                row(
                        "another key's",
                        tokens(other.token("default", "{\"files\":[]}")),
                        "not one of the key default"),
                row("names no files", tokens(ours("{}")), "not signed"),
                row("names no objects", tokens(ours("{\"files\":[1]}")), "names no files"),
                row("names a file twice", tokens(ours(files("SHA-256", 2))), "names a file twice"),
                row("names no hash", tokens(ours(files("", 1))), "hash that is not accepted"),
                row("hash that is forged", tokens(ours(files("MD5", 1))), "not accepted"),
                row("hash that is forged", tokens(ours(files("SHA-1", 1))), "not accepted"),
                row("hash that is none", tokens(ours(files("SHA-256", 1))), "not as it was signed"),
                row(
                        "names another place",
                        tokens(ours("{\"files\":[{\"name\":\"../a.rego\"}]}")),
                        "name is none"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampered")
    void isNotTaken(String name, Map<String, byte[]> files, String reason) throws Exception {
        refused(files, keys(entry("default", key, "")), reason);
    }

    static Stream<String> badKeys() throws Exception {
        String good = entry("a", key, "");
        return Stream.of(
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":{" + good + "},\"more\":1}",
                "{\"keys\":{" + good + "," + good + "}}",
                "{\"keys\":{" + good.replace("\"a\":", "\"\":") + "}}",
                "{\"keys\":{" + good.replace("algorithm", "algorihm") + "}}",
                "{\"keys\":{" + good.replace("ES256", "none") + "}}",
                "{\"keys\":{" + good.replace("ES256", "EdDSA") + "}}",
                "{\"keys\":{" + good.replace("ES256", "ES384") + "}}",
                "{\"keys\":{" + good.replace("ES256", "RS256") + "}}",
                "{\"keys\":{" + good.replace("PUBLIC", "PRIVATE") + "}}",
                "{\"keys\":{" + good.replace("}", ",\"private_key\":\"x\"}") + "}}",
                "{\"keys\":{" + entry("a", SigningKey.rsa("RS256", 1024), "") + "}}",
                "{\"keys\":{\"a\":{\"algorithm\":\"HS256\",\"key\":\"short secret\"}}}");
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void aFileOfKeysThatIsNotAsItMustBeIsNone(String content) {
        assertThatThrownBy(() -> keys(content))
                .isInstanceOf(PolicySourceException.class)
                .hasMessageStartingWith("the keys that bundles are verified with ")
                .message()
                .doesNotContain("secret")
                .doesNotContain("BEGIN");
    }

    private static void refused(Map<String, byte[]> files, VerificationKeys keys, String reason) {
        assertThatThrownBy(() -> BundleSignature.verify(files, keys))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageStartingWith("policies refused: the bundle ")
                .hasMessageContaining(reason);
    }

    private static SortedMap<String, byte[]> build(SigningKey with, String... more)
            throws Exception {
        String signing = with.signing();
        if (signing.startsWith("-----")) {
            signing = Files.writeString(directory.resolve("key.pem"), signing).toString();
        }
        List<String> arguments = new ArrayList<>(List.of("build", "-b", ".", "-r", "7"));
        arguments.addAll(List.of("--signing-key", signing, "--signing-alg", with.algorithm()));
        arguments.addAll(List.of("-o", "../bundle.tar.gz"));
        arguments.addAll(List.of(more));
        var result =
                new OpaCommand(RealOpa.program(), directory.resolve("source"))
                        .run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return BundleArchive.read(Files.readAllBytes(directory.resolve("bundle.tar.gz")));
    }

    private static String entry(String id, SigningKey key, String scope) {
        JsonObject.Builder entry =
                JsonObject.builder().put("algorithm", key.algorithm()).put("key", key.verifying());
        if (!scope.isEmpty()) {
            entry.put("scope", scope);
        }
        return "\"" + id + "\":" + entry.build();
    }

    private static VerificationKeys keys(String... entries) throws Exception {
        String content =
                entries.length == 1 && !entries[0].startsWith("\"")
                        ? entries[0]
                        : "{\"keys\":{" + String.join(",", entries) + "}}";
        return VerificationKeys.read(Files.writeString(directory.resolve("keys.json"), content));
    }

    private static Arguments row(String name, Map<String, byte[]> files, String reason) {
        return Arguments.of(name, files, reason);
    }

    private static Map<String, byte[]> with(String name, String content) {
        var files = new TreeMap<>(signed);
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static Map<String, byte[]> without(String name) {
        var files = new TreeMap<>(signed);
        files.remove(name);
        return files;
    }

    private static Map<String, byte[]> signatures(String tokens) {
        return with(".signatures.json", "{\"signatures\":" + tokens + "}");
    }

    private static Map<String, byte[]> tokens(String... tokens) {
        return signatures("[\"" + String.join("\",\"", tokens) + "\"]");
    }

    private static String ours(String payload) throws Exception {
        return key.token("default", payload);
    }

    /** Names all files, each so many times, with a hash that is none. */
    private static String files(String algorithm, int times) {
        List<String> files = new ArrayList<>();
        for (String name : List.of("a.rego", "data.json", ".manifest")) {
            for (int i = 0; i < times; i++) {
                files.add(
                        JsonObject.builder()
                                .put("name", name)
                                .put("hash", "00")
                                .put("algorithm", algorithm)
                                .build()
                                .toString());
            }
        }
        return "{\"files\":[" + String.join(",", files) + "]}";
    }

    private static String forged(String payload) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String flipped(String signature) {
        char first = signature.charAt(0) == 'A' ? 'B' : 'A';
        return first + signature.substring(1);
    }
}
