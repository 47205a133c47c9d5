package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.decision.AdmissionDecision;
import io.driftseal.decision.AdmissionInput;
import io.driftseal.decision.AdmittedWorkload;
import io.driftseal.decision.ApprovalFacts;
import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Operation;
import io.driftseal.decision.Origin;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.RepeatingEngine;
import io.driftseal.decision.Requester;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.kept.InputStoreSettings;
import io.driftseal.decision.kept.KeptInputs;
import io.driftseal.decision.loading.PolicyEngines;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decisions of the embedded engine, kept as a service keeps them. */
final class KeptDecisions implements AutoCloseable {

    static final Path SHIPPED = Path.of("../policies/rego").toAbsolutePath().normalize();

    private final Path store;
    private final KeptInputs kept;
    private final RepeatingEngine engine;
    private final PolicyDecisionPoint point;

    private KeptDecisions(Path store, KeptInputs kept, RepeatingEngine engine) {
        this.store = store;
        this.kept = kept;
        this.engine = engine;
        this.point =
                new PolicyDecisionPoint(
                        engine,
                        new TimeOrderedIds("dec", Clock.systemUTC(), new SecureRandom()),
                        Clock.systemUTC(),
                        kept);
    }

    /**
     * @param store new directory
     * @param policies that decide
     */
    static KeptDecisions open(Path store, Path policies) throws Exception {
        return new KeptDecisions(
                store,
                KeptInputs.open(
                        store,
                        InputStoreSettings.of(InputStoreSettings.LEAST_BYTES, Duration.ofDays(1)),
                        Clock.systemUTC()),
                PolicyEngines.repeating(
                        OpaProgram.find(System.getenv()).orElseThrow(),
                        PolicyBundle.read(policies)));
    }

    PolicyDecisionPoint point() {
        return point;
    }

    /** Id of the decision about a pod of one container. */
    String pod(String namespace, String name, boolean privileged) throws MalformedJsonException {
        return pod(
                new NamespaceFacts(namespace, Map.of("driftseal.io/tier", "standard")),
                name,
                privileged);
    }

    String pod(NamespaceFacts namespace, String name, boolean privileged)
            throws MalformedJsonException {
        JsonObject container =
                json("{\"name\": \"app\", \"image\": \"registry.example/app:1.2\"}")
                        .with(
                                "securityContext",
                                JsonObject.of("privileged", JsonBoolean.of(privileged)));
        JsonObject object =
                json(
                        """
                        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s"},
                         "spec": {"containers": [%s]}}
                        """
                                .formatted(name, container));
        return id(
                point.decide(
                        new AdmissionInput(
                                Operation.CREATE,
                                Origin.ROOT,
                                namespace,
                                new Requester("ci", List.of()),
                                new ApprovalFacts.None(),
                                new AdmittedWorkload(
                                        "Pod", name, List.of("spec"), object, Optional.empty()))));
    }

    private static String id(AdmissionDecision decision) {
        DecisionReference reference =
                switch (decision) {
                    case AdmissionDecision.Admitted admitted -> admitted.reference();
                    case AdmissionDecision.Refused refused -> refused.reference();
                    case AdmissionDecision.Undecided undecided -> undecided.reference();
                };
        return reference.decisionId();
    }

    private static JsonObject json(String text) throws MalformedJsonException {
        return JsonReader.readObject(text.getBytes(UTF_8), JsonLimits.kubernetesObject());
    }

    /** A copy of policies to be changed. */
    static Path copy(Path policies, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(policies)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(policies.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    /** Changes a text that must be there. */
    static void replace(Path file, String text, String by) throws IOException {
        String content = Files.readString(file);
        if (!content.contains(text)) {
            throw new AssertionError(file + " does not hold " + text);
        }
        Files.writeString(file, content.replace(text, by));
    }

    @Override
    public void close() {
        engine.close();
        kept.close();
    }

    /** Ends the decisions, and writes what was kept of them into one file. */
    Path closeInto(Path file) throws IOException {
        close();
        try (Stream<Path> segments = Files.list(store)) {
            for (Path segment : segments.sorted().toList()) {
                Files.write(
                        file,
                        Files.readAllBytes(segment),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
        return file;
    }
}
