package io.driftseal.cli;

import io.driftseal.cli.policy.DecisionExplanation;
import io.driftseal.cli.policy.PolicyTrace;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.kept.KeptInput;
import io.driftseal.decision.kept.KeptInputRefusedException;
import io.driftseal.decision.kept.KeptLine;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how a decision came about. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say why a decision came out as it did: its record, and which rules gave which reasons,",
            "by evaluating what policy was asked once more with the policies of a directory, with",
            "the opa program on this machine. What it prints is confidential as the input is."
        },
        footer =
                "%nExit status: 0 explained, and the answer is the one that was recorded, 1 it is"
                        + " not, or the input is no longer kept, 2 wrong usage.")
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class PolicyExplainCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private InputOptions inputs;

    @Parameters(index = "0", paramLabel = "DECISION-ID", description = "dec-...")
    private String decisionId;

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "Directory of the policies, best of the decision's revision.")
    private Path directory;

    PolicyExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException, InterruptedException {
        inputs.check(spec.commandLine());
        String id = RecordId.checked(spec.commandLine(), "dec", decisionId);
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(
                    spec.commandLine(), "DIR is not a directory: " + directory);
        }
        PrintWriter out = spec.commandLine().getOut();
        Optional<DecisionRecord> record = record(id);
        Optional<byte[]> line = inputs.find(id);
        if (line.isEmpty()) {
            record.ifPresent(
                    found -> DecisionExplanation.ofRecord(found).forEach(text -> say(out, text)));
            throw new CommandFailedException(
                    "the input of "
                            + id
                            + " is no longer kept"
                            + (record.isPresent()
                                    ? "; what is shown is its record alone"
                                    : ", and it has no record here"));
        }
        KeptInput kept = read(line.get(), record);
        DecisionExplanation explanation = explain(kept, record);
        explanation.lines().forEach(text -> say(out, text));
        return explanation.same() ? ExitCode.YES : ExitCode.NO;
    }

    private static void say(PrintWriter out, String text) {
        out.println(Outline.printable(text));
    }

    private KeptInput read(byte[] line, Optional<DecisionRecord> record)
            throws CommandFailedException {
        KeptInput kept;
        try {
            kept = KeptLine.read(line);
        } catch (KeptInputRefusedException e) {
            throw new CommandFailedException(e.getMessage() + "; it is not used", e);
        }
        if (!kept.decisionId().equals(decisionId)
                || record.filter(found -> !found.inputDigest().equals(kept.inputDigest()))
                        .isPresent()) {
            throw new CommandFailedException(
                    "the kept input is not the one of this decision's record; it is not used");
        }
        return kept;
    }

    private DecisionExplanation explain(KeptInput kept, Optional<DecisionRecord> record)
            throws CommandFailedException {
        Path opa = PolicyOption.opa(surroundings);
        try {
            PolicyBundle bundle = PolicyBundle.read(directory);
            return DecisionExplanation.of(
                    record, kept, bundle.revision(), PolicyTrace.of(opa, bundle, kept));
        } catch (PolicyRefusedException e) {
            throw new CommandFailedException(
                    "these policies would not be loaded; 'driftseal policy check' says why", e);
        } catch (EngineStartException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The record of what policy was asked: a verification under the same id has no digest. */
    private Optional<DecisionRecord> record(String id) throws CommandFailedException {
        Optional<ServiceConnection> scanner = inputs.records();
        if (scanner.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> answer = scanner.get().find("/v1/decisions/" + id);
        List<DecisionRecord> records = new ArrayList<>();
        try {
            if (answer.isPresent()) {
                for (var envelope : RecordCodec.readBatch(answer.get())) {
                    if (envelope.body() instanceof DecisionRecord decision) {
                        records.add(decision);
                    }
                }
            }
        } catch (MalformedRecordException e) {
            throw new CommandFailedException("the scanner's records cannot be read", e);
        }
        return records.stream().filter(found -> !found.inputDigest().isEmpty()).findFirst();
    }
}
