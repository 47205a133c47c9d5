package io.driftseal.rego.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.OpaOracle;
import io.driftseal.rego.OpaServer;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Modules read by this parser and by the {@code opa} program: the same are refused, and of the
 * others the same value is answered. {@code -Drego.parser.mutants=100000} tries more spoilt ones,
 * {@code -Drego.parser.seed=N} others.
 */
class RegoParserDifferentialTest {

    private static final int MUTANTS = Integer.getInteger("rego.parser.mutants", 3_000);

    /** Fixed, so that a build is red for its own changes only. */
    private static final long SEED = Long.getLong("rego.parser.seed", 641);

    /** Characters of texts that are asked about at once. */
    private static final int BATCH = 400_000;

    /** Of a module that is spoilt: in longer ones a change is rarely met before another error. */
    private static final int SPOILT_LENGTH = 1_500;

    private static final String FILE = "x.rego";
    private static final String REFUSED = "refused";
    private static final String POLICY =
            """
            package modules

            parsed := [[tree | tree := rego.parse_module("x.rego", text)] | some text in input]
            """;

    private static final Work UNPAID =
            new Work() {
                @Override
                public void step(long count) {}

                @Override
                public void allocate(long bytes) {}
            };

    private static List<String> collected = List.of();

    @TempDir Path directory;
    private OpaServer opa;

    @BeforeAll
    static void collect() throws Exception {
        collected = ModuleCorpus.collected();
    }

    @BeforeEach
    void start() throws Exception {
        Path policies = Files.createDirectories(directory.resolve("policies"));
        Files.writeString(policies.resolve("modules.rego"), POLICY);
        Path program =
                OpaOracle.program()
                        .orElseThrow(
                                () -> new AssertionError("no opa program: run ./driftseal tools"));
        opa = new OpaServer(program, policies, List.of());
    }

    @AfterEach
    void stop() {
        opa.close();
    }

    @Test
    void reads_the_modules_that_others_wrote_as_opa_does() throws Exception {
        compare("modules of others", collected);
        assertThat(collected).hasSizeGreaterThan(4_000);
    }

    @Test
    void reads_each_form_of_the_language_as_opa_does() throws Exception {
        compare("modules of our own", ModuleCorpus.written());
    }

    @Test
    void reads_spoilt_modules_as_opa_does() throws Exception {
        List<String> texts =
                Stream.concat(collected.stream(), ModuleCorpus.written().stream())
                        .filter(text -> text.length() < SPOILT_LENGTH)
                        .toList();
        var mutator = new ModuleMutator(texts, SEED);
        compare(
                "spoilt modules, seed " + SEED,
                Stream.generate(mutator::next).limit(MUTANTS).toList());
    }

    private void compare(String what, List<String> texts) {
        int accepted = 0;
        List<String> differences = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        int length = 0;
        for (String text : texts) {
            batch.add(text);
            length += text.length();
            if (length > BATCH) {
                accepted += compareBatch(batch, differences);
                batch.clear();
                length = 0;
            }
        }
        accepted += compareBatch(batch, differences);
        System.out.printf("%s: %d compared, %d of them read%n", what, texts.size(), accepted);
        assertThat(differences).as(what).isEmpty();
        assertThat(accepted).as("modules that are read").isPositive();
    }

    private int compareBatch(List<String> batch, List<String> differences) {
        List<RegoString> texts = batch.stream().map(RegoString::of).toList();
        CompletableFuture<List<String>> asked = CompletableFuture.supplyAsync(() -> theirs(texts));
        List<String> ours = texts.stream().map(RegoParserDifferentialTest::ours).toList();
        List<String> theirs = asked.join();
        assertThat(theirs).hasSameSizeAs(ours);
        int accepted = 0;
        for (int i = 0; i < ours.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                differences.add(
                        "%s%n  OPA:  %s%n  here: %s"
                                .formatted(batch.get(i), theirs.get(i), ours.get(i)));
            }
            accepted += theirs.get(i).equals(REFUSED) ? 0 : 1;
        }
        return accepted;
    }

    private List<String> theirs(List<RegoString> texts) {
        byte[] input = RegoJsonWriter.writeBytes(RegoArray.copyOf(texts));
        try {
            RegoObject answer =
                    opa.evaluate("modules/parsed", new String(input, StandardCharsets.UTF_8));
            return ((RegoArray) Objects.requireNonNull(answer.get("result")))
                    .items().stream()
                            .map(trees -> (RegoArray) trees)
                            .map(trees -> trees.size() == 0 ? REFUSED : trees.get(0).toString())
                            .toList();
        } catch (IOException | MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ours(RegoString text) {
        try {
            return RegoParser.parse(FILE, text, UNPAID).toString();
        } catch (SyntaxException e) {
            return REFUSED;
        }
    }
}
