package io.driftseal.cli;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes every key file of an installation. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Make all keys of an installation in a new directory:",
            "  stamp-signing.json          for the webhook only",
            "  stamp-verification.json     public",
            "  checkpoint-signing.json     for the webhook only",
            "  checkpoint-verification.json  public",
            "  grant-signing.json          for the webhook only",
            "  grant-verification.json     for the webhook; public",
            "  ca.pem, ca.key              the services' own authority; keep ca.key offline",
            "  NAME.pem, NAME.key          for webhook, drift-scanner, responder and cli",
            "Private files are readable by their owner alone."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class KeysInitCommand implements Callable<Integer> {

    /** Clocks of machines differ; a new key is valid to one that is this much behind. */
    static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final int LONGEST_DAYS = 3650;

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory to make; must be new or empty.")
    private Path directory;

    @Option(
            names = "--san",
            paramLabel = "NAME",
            description =
                    "Further DNS name or IP address that the services are called by; may be given"
                            + " several times. Each has its own name, localhost, 127.0.0.1 and its"
                            + " Service in driftseal-system already.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description =
                    "Validity of keys and certificates, 1 to 3650 (default: ${DEFAULT-VALUE}).")
    private int days;

    KeysInitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (days < 1 || days > LONGEST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days must be 1 to " + LONGEST_DAYS);
        }
        var validity = Duration.ofDays(days);
        var keys = new KeyDirectory(directory);
        keys.create();
        Instant now = surroundings.clock().instant();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            var key =
                    SigningKey.generate(
                            surroundings.random(),
                            new Validity(now.minus(BACKDATED), now.plus(validity)));
            var ring = new SigningKeyRing(List.of(key));
            keys.write(purpose, ring, ring.verificationKeys());
        }
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "driftseal", validity, surroundings.clock(), surroundings.random());
        keys.writeAuthority(authority);
        for (String service : KeyDirectory.SERVICES) {
            keys.writeLeaf(
                    service,
                    authority.issue(service, KeyDirectory.names(service, names), validity));
        }
        spec.commandLine()
                .getOut()
                .println("Keys and certificates for " + days + " days are in " + directory + ".");
        return ExitCode.YES;
    }
}
