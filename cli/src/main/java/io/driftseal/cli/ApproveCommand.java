package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.stamp.ApprovalStatement;
import io.driftseal.stamp.Approvals;
import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.ApproverSigningKey;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.StampContent;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Difference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Signs what somebody is about to apply. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Approve one configuration of one object, with your own key.",
            "Shows what it is, asks, signs, and prints the object with the approval in it, ready to"
                    + " be applied.",
            "",
            "A manifest is first sent to the API server as a dry run, because defaults and other"
                    + " webhooks change it before it is stamped. Without rights in the cluster,"
                    + " take the dry run from whoever will apply it; no cluster is asked then:",
            "  kubectl apply --dry-run=server -o json -f web.yaml > web.json",
            "  driftseal approve web.json --key approver.json > approved.json"
        },
        footer = {
            "%nWhere a namespace refuses what is not approved, a dry run passes if it carries the"
                    + " annotation approval.driftseal.io/KIND (deployment, ...) with the value"
                    + " requested.",
            Group.EXIT_CODES
        })
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class ApproveCommand implements Callable<Integer> {

    private static final int LONGEST_DAYS = (int) ApprovalStatement.LONGEST.toDays();

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    @Mixin private KindOptions kinds;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "Manifest, or object from a dry run, as JSON or YAML; - for standard input.")
    private String file;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description = "Your private key, as 'driftseal keys approver' made it.")
    private Path key;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            defaultValue = "",
            description = "Where it will be applied, if the manifest does not say.")
    private String namespace;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "A ticket, or why; it is signed and readable by everybody.")
    private String reason;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description =
                    "Until when it must have been applied, 1 to 90 (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--yes", description = "Sign without asking.")
    private boolean yes;

    @Option(
            names = "--annotation",
            description =
                    "Print the annotation alone, as a line of YAML, to be put into a manifest.")
    private boolean annotation;

    ApproveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (days < 1 || days > LONGEST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days must be 1 to " + LONGEST_DAYS);
        }
        if (file.equals("-") && !yes) {
            throw new ParameterException(
                    spec.commandLine(), "with - nobody can be asked; name a file, or say --yes");
        }
        if (!namespace.isEmpty()) {
            NamespaceName.check(spec.commandLine(), "--namespace", namespace);
        }
        ApproverSigningKey approver = approver();
        Workload given =
                ApprovedObject.in(
                        namespace, Manifests.workload(file, surroundings.input(), kinds.kinds()));
        ApprovedObject object =
                ApprovedObject.fromAnApiServer(given)
                        ? shown(new ApprovedObject(given, given), Optional.empty(), approver)
                        : asked(given, approver);
        if (!yes && !confirmed()) {
            throw new CommandFailedException("nothing was signed");
        }
        print(object, sign(object, approver));
        return ExitCode.YES;
    }

    private ApprovedObject asked(Workload given, ApproverSigningKey approver)
            throws CommandFailedException {
        try (KubernetesApi api = cluster.connect(surroundings)) {
            var dryRun = new DryRun(api);
            Optional<Workload> live = dryRun.live(given);
            return shown(new ApprovedObject(given, dryRun.served(given, live)), live, approver);
        }
    }

    private ApproverSigningKey approver() throws CommandFailedException {
        try {
            return ApproverFiles.readSigning(key);
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** On standard error, so that standard output can be applied. */
    private ApprovedObject shown(
            ApprovedObject object, Optional<Workload> live, ApproverSigningKey approver) {
        PrintWriter err = spec.commandLine().getErr();
        Workload served = object.served();
        CanonicalForm form = object.form();
        StampContent content = StampContent.of(served, form);
        err.println("To be approved by " + Outline.printable(approver.identity()) + ":");
        err.println("  object:          " + Outline.printable(object.subjectText()));
        err.println("  configuration:   sha256:" + content.hash().hex());
        err.println("  service account: " + Outline.printable(content.serviceAccount()));
        content.images()
                .forEach(image -> err.println("  image:           " + Outline.printable(image)));
        if (live.isPresent()) {
            changes(CanonicalForm.of(live.get()), form, err);
        } else {
            err.println("All that is approved; what may be secret is a digest, read the manifest:");
            new Outline(err).print(form.redacted());
        }
        return object;
    }

    private static void changes(CanonicalForm live, CanonicalForm form, PrintWriter err) {
        if (live.hash().equals(form.hash())) {
            err.println("Nothing changes: this configuration is what is there now.");
            return;
        }
        err.println("What changes against what is there now:");
        Difference.between(live.redacted(), form.redacted())
                .sentences(Integer.MAX_VALUE)
                .forEach(line -> err.println("  " + Outline.printable(line)));
    }

    private boolean confirmed() throws CommandFailedException {
        return Confirmation.given(
                "Approve this for " + days + " days?",
                spec.commandLine().getErr(),
                surroundings.input());
    }

    private String sign(ApprovedObject object, ApproverSigningKey approver)
            throws CommandFailedException {
        Instant now = surroundings.clock().instant();
        if (!approver.publicHalf().key().validity().covers(now)) {
            throw new CommandFailedException(
                    "the key is valid from "
                            + approver.publicHalf().key().validity().notBefore()
                            + " to "
                            + approver.publicHalf().key().validity().notAfter()
                            + "; make a new one by 'driftseal keys approver'");
        }
        try {
            return Approvals.sign(
                    object.statement(approver.identity(), reason, now, Duration.ofDays(days)),
                    approver.key());
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("it cannot be approved: " + e.getMessage(), e);
        }
    }

    private void print(ApprovedObject object, String approval) {
        PrintWriter out = spec.commandLine().getOut();
        if (annotation) {
            out.println(Approvals.key(object.given().kind()) + ": '" + approval + "'");
            return;
        }
        JsonObject approved = object.withApproval(approval);
        out.println(JsonWriter.writeString(approved));
    }
}
