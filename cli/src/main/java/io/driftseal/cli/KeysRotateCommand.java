package io.driftseal.cli;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKey;
import io.driftseal.stamp.VerificationKeyRing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a new key of each purpose and renews the services' certificates. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Add a new key for stamps, checkpoints and access grants, and renew the services'",
            "certificates (where ca.key is in the directory). A directory made before there were",
            "grants gets its first key for them, which signs at once.",
            "",
            "The new keys begin to sign after --active-in: hand the verification files to every",
            "service before that, the signing files to the webhook. Older keys keep verifying what",
            "they signed. To withdraw a stolen key, take it out of both files by hand: everything",
            "it signed is then refused as of an unknown key, and must be stamped again."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class KeysRotateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Directory that 'driftseal keys init' made.")
    private Path directory;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "Validity of the new keys, 1 to 3650 (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--active-in",
            paramLabel = "DURATION",
            defaultValue = "PT10M",
            description =
                    "When the new keys begin to sign, ISO 8601, PT0S for now (default:"
                            + " ${DEFAULT-VALUE}).")
    private Duration activeIn;

    KeysRotateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        if (days < 1 || days > 3650 || activeIn.isNegative() || activeIn.toDays() >= days) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--days must be 1 to 3650, and --active-in shorter than that");
        }
        var keys = new KeyDirectory(directory);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            SigningKey key = rotate(keys, purpose);
            spec.commandLine()
                    .getOut()
                    .println(
                            "New "
                                    + purpose.text()
                                    + " key "
                                    + key.kid()
                                    + " signs from "
                                    + key.verificationKey().validity().notBefore()
                                    + " until "
                                    + key.notAfter()
                                    + ".");
        }
        renewCertificates(keys);
        return ExitCode.YES;
    }

    private SigningKey rotate(KeyDirectory keys, KeyPurpose purpose) throws CommandFailedException {
        Instant now = surroundings.clock().instant();
        // Installations made before there were grants have no key for them yet.
        boolean first = purpose == KeyPurpose.GRANT && !keys.has(purpose);
        var signing = new ArrayList<SigningKey>();
        var verification = new ArrayList<VerificationKey>();
        if (!first) {
            signing.addAll(keys.signing(purpose).keys());
            verification.addAll(keys.verification(purpose).keys());
        }
        Instant newest =
                verification.stream()
                        .map(known -> known.validity().notBefore())
                        .max(Comparator.naturalOrder())
                        .orElse(now);
        Instant start = first ? now.minus(KeysInitCommand.BACKDATED) : now.plus(activeIn);
        Instant begin = first || start.isAfter(newest) ? start : newest.plusSeconds(1);
        var validity = new Validity(begin, begin.plus(Duration.ofDays(days)));
        var key = SigningKey.generate(surroundings.random(), validity);
        signing.removeIf(old -> old.notAfter().isBefore(now));
        signing.add(key);
        VerificationKey known = key.verificationKey();
        verification.add(known);
        try {
            keys.write(purpose, new SigningKeyRing(signing), new VerificationKeyRing(verification));
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    "cannot add a "
                            + purpose.text()
                            + " key in "
                            + directory
                            + ": "
                            + e.getMessage()
                            + "; take keys out of the verification file that nothing uses any more",
                    e);
        }
        return key;
    }

    private void renewCertificates(KeyDirectory keys) throws CommandFailedException {
        if (!keys.hasAuthority()) {
            spec.commandLine()
                    .getOut()
                    .println("No ca.key in " + directory + ": certificates are as they were.");
            return;
        }
        var authority =
                new CertificateAuthority(
                        keys.authority(), surroundings.clock(), surroundings.random());
        for (String service : KeyDirectory.SERVICES) {
            keys.writeLeaf(
                    service,
                    authority.issue(service, keys.leafNames(service), Duration.ofDays(days)));
        }
        spec.commandLine().getOut().println("Certificates of all services are renewed.");
    }
}
