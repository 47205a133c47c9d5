package io.driftseal.bench.engines;

import io.driftseal.bench.document.PodDocument;
import io.driftseal.bench.document.PodSize;
import io.driftseal.decision.AdmissionInput;
import io.driftseal.decision.AdmittedWorkload;
import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Operation;
import io.driftseal.decision.Origin;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.Requester;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.loading.EngineKind;
import io.driftseal.decision.loading.PolicyEngines;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every engine behind the port, and OPA's own bench, interleaved in one run. What is measured of an
 * engine is a whole evaluation at the port: the tree of the input to the tree of the answer, with
 * its canonical document and digest.
 */
public final class EngineBench {

    private final Path project;
    private final Path opa;
    private final EngineSettings settings;
    private final PrintStream out;
    private final EngineTargets targets = new EngineTargets();

    /**
     * @param warmUp of each engine with each input
     * @param window of which the median of so many rounds is shown
     */
    public record EngineSettings(Duration warmUp, Duration window, int rounds) {}

    /**
     * @param project root of the repository
     * @param opa the OPA program
     */
    public EngineBench(Path project, Path opa, EngineSettings settings, PrintStream out) {
        this.project = project;
        this.opa = opa;
        this.settings = settings;
        this.out = out;
    }

    public void run() throws Exception {
        out.println(
                "| Policies | Pod | Engine | per second, two threads | CPU µs | p50 µs | p99 µs |"
                        + " KB allocated | native OPA's time, × this |");
        out.println("|---|---|---|---|---|---|---|---|---|");
        List<FirstDecision> first = new ArrayList<>();
        for (EngineCase each : EngineCase.growing()) {
            first.addAll(run(each, List.of(PodSize.values())));
        }
        for (EngineCase each : EngineCase.special(project)) {
            first.addAll(run(each, List.of(PodSize.MEDIUM)));
        }
        out.println();
        out.println("| Policies | Engine | ms from new policies to the first decision |");
        out.println("|---|---|---|");
        first.forEach(row ->
                out.printf("| %s | %s | %d |%n", row.policies(), row.engine(), row.millis()));
        out.println();
        targets.print(out);
    }

    private record FirstDecision(String policies, String engine, long millis) {}

    private record Loaded(EngineKind kind, PolicyEngine engine) {}

    private List<FirstDecision> run(EngineCase measured, List<PodSize> sizes) throws Exception {
        List<Loaded> loaded = new ArrayList<>();
        List<FirstDecision> first = new ArrayList<>();
        try {
            for (EngineKind kind : EngineKind.values()) {
                if (kind == EngineKind.SERVER) {
                    // The same program, by the same protocol, over another socket.
                    continue;
                }
                long began = System.nanoTime();
                try {
                    PolicyEngine engine =
                            PolicyEngines.loader(
                                            kind, opa, CompiledPolicies.NOWHERE, Optional.empty())
                                    .load(measured.policies());
                    loaded.add(new Loaded(kind, engine));
                    Evaluation decided =
                            engine.evaluate(EntryPoint.ADMISSION, input(PodSize.MEDIUM));
                    long millis = (System.nanoTime() - began) / 1_000_000;
                    if (decided instanceof Evaluation.Answered) {
                        first.add(new FirstDecision(measured.words(), words(kind), millis));
                    }
                } catch (PolicyRefusedException e) {
                    out.printf(
                            "| %s | | %s | does not run it: %s | | | | | |%n",
                            measured.words(), words(kind), e.problems().getFirst());
                }
            }
            for (PodSize size : sizes) {
                measure(measured, size, loaded);
            }
        } finally {
            loaded.forEach(each -> each.engine().close());
        }
        return first;
    }

    private void measure(EngineCase measured, PodSize size, List<Loaded> all) throws Exception {
        JsonObject input = input(size);
        List<Loaded> loaded = answering(measured, size, all, input);
        for (Loaded each : loaded) {
            EngineWindow.run(each.engine(), input, 1, settings.warmUp());
        }
        List<List<EngineWindow>> windows = new ArrayList<>();
        loaded.forEach(_ -> windows.add(new ArrayList<>()));
        for (int round = 0; round < settings.rounds(); round++) {
            for (int i = 0; i < loaded.size(); i++) {
                windows.get(i)
                        .add(EngineWindow.both(loaded.get(i).engine(), input, settings.window()));
            }
        }
        NativeOpa.Figures nativeOpa = new NativeOpa(opa).measure(measured.policies(), input);
        for (int i = 0; i < loaded.size(); i++) {
            EngineWindow median = median(windows.get(i));
            row(measured, size, words(loaded.get(i).kind()), median, nativeOpa.micros());
            targets.note(measured, size, loaded.get(i).kind(), median, nativeOpa.micros(), input);
        }
        out.printf(
                "| %s | %s | native OPA, `opa bench`, input parsed before | %.0f, one thread | |"
                        + " %.0f | %.0f | %.0f | 1 |%n",
                measured.words(),
                size.words(),
                1e6 / nativeOpa.micros(),
                nativeOpa.medianMicros(),
                nativeOpa.lateMicros(),
                nativeOpa.bytes() / 1024);
    }

    /** Wasm modules list the members of a set in an order of their own. */
    private static JsonValue unordered(JsonValue answer) {
        return switch (answer) {
            case JsonObject object -> object.withEach((name, member) -> unordered(member));
            case JsonArray list ->
                    new JsonArray(
                            list.items().stream()
                                    .map(EngineBench::unordered)
                                    .sorted(Comparator.comparing(EngineBench::text))
                                    .toList());
            default -> answer;
        };
    }

    private static String text(JsonValue value) {
        return new String(JsonWriter.writeCanonical(value), StandardCharsets.UTF_8);
    }

    /** One that answers otherwise is not faster, it is wrong; one that does not is left out. */
    private List<Loaded> answering(
            EngineCase measured, PodSize size, List<Loaded> loaded, JsonObject input) {
        List<Loaded> answering = new ArrayList<>();
        JsonValue expected = JsonObject.EMPTY;
        for (Loaded each : loaded) {
            switch (each.engine().evaluate(EntryPoint.ADMISSION, input)) {
                case Evaluation.Answered answered -> {
                    JsonValue answer = unordered(answered.document());
                    if (answering.isEmpty()) {
                        expected = answer;
                    } else if (!expected.equals(answer)) {
                        throw new IllegalStateException(words(each.kind()) + ": " + answer);
                    }
                    answering.add(each);
                }
                case Evaluation.Indeterminate none ->
                        out.printf(
                                "| %s | %s | %s | no answer: %s | | | | | |%n",
                                measured.words(), size.words(), words(each.kind()), none.detail());
            }
        }
        return answering;
    }

    private static EngineWindow median(List<EngineWindow> windows) {
        return windows.stream()
                .sorted(Comparator.comparingDouble(EngineWindow::cpuMicros))
                .skip((windows.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    private void row(
            EngineCase measured, PodSize size, String engine, EngineWindow window, double micros) {
        out.printf(
                "| %s | %s | %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.2f |%s%n",
                measured.words(),
                size.words(),
                engine,
                window.perSecond(),
                window.cpuMicros(),
                window.microsAt(50),
                window.microsAt(99),
                window.allocatedBytes() / 1024,
                micros / window.cpuMicros(),
                window.failures() > 0 ? " WITHOUT ANSWER " + window.failures() : "");
    }

    private static String words(EngineKind kind) {
        return switch (kind) {
            case EMBEDDED -> "embedded";
            case PROCESS -> "OPA as a child, by REST";
            case SERVER -> "OPA server";
            case WASM -> "Wasm";
        };
    }

    /** A pod that violates no policy, as the webhook asks about it. */
    private static JsonObject input(PodSize size) {
        JsonObject pod = PodDocument.of(size);
        return new AdmissionInput(
                        Operation.CREATE,
                        Origin.ROOT,
                        new NamespaceFacts("shop", Map.of("driftseal.io/tier", "restricted")),
                        new Requester("jane@example.com", List.of("people")),
                        new ApprovalFacts.None(),
                        new AdmittedWorkload(
                                "Pod",
                                pod.string("metadata", "name").orElseThrow(),
                                List.of("spec"),
                                pod,
                                Optional.empty()))
                .document(Instant.parse("2026-11-23T12:00:00Z"));
    }
}
