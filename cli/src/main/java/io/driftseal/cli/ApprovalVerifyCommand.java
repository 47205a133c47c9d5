package io.driftseal.cli;

import io.driftseal.stamp.ApprovalVerification;
import io.driftseal.stamp.ApprovalVerifier;
import io.driftseal.stamp.Approvals;
import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds an object against the approval that it carries. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verify that a listed approver approved this object as it is.",
            "Status 0 only if one did; the sentence says what is wrong. Hand it the object as the"
                    + " API server has it, from kubectl get or a dry run: a manifest lacks its"
                    + " defaults."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class ApprovalVerifyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private KindOptions kinds;

    @Parameters(paramLabel = "FILE", description = "Object as JSON or YAML; - for standard input.")
    private String file;

    @Option(
            names = "--approvers",
            paramLabel = "LIST",
            required = true,
            description = "approvers.json, the list that administrators keep.")
    private Path approvers;

    ApprovalVerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Workload workload = Manifests.workload(file, surroundings.input(), kinds.kinds());
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> carried = Approvals.own(workload);
        if (carried.isEmpty()) {
            out.println("not approved: it carries no " + Approvals.key(workload.kind()));
            return ExitCode.NO;
        }
        return switch (verification(workload, carried.get())) {
            case ApprovalVerification.Approved(var statement) -> {
                out.println(
                        "approved by "
                                + Outline.printable(statement.approver())
                                + " at "
                                + statement.approvedAt()
                                + ", to be applied until "
                                + statement.expires()
                                + (statement.reason().isEmpty()
                                        ? ""
                                        : ": " + Outline.printable(statement.reason())));
                yield ExitCode.YES;
            }
            case ApprovalVerification.NotApproved(String reason) -> {
                out.println("not approved: " + Outline.printable(reason));
                yield ExitCode.NO;
            }
        };
    }

    private ApprovalVerification verification(Workload workload, String approval)
            throws CommandFailedException {
        try {
            return new ApprovalVerifier(ApproverFiles.readRing(approvers), surroundings.clock())
                    .verify(approval, workload, CanonicalForm.of(workload));
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
