package io.driftseal.cli;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.VerificationKeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** The files of an installation's keys, in one directory that only its owner can enter. */
final class KeyDirectory {

    /** Every process that takes part in mutual TLS; a certificate's common name is one of these. */
    static final List<String> SERVICES = List.of("webhook", "drift-scanner", "responder", "cli");

    private final Path directory;

    KeyDirectory(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory; what is in it is never overwritten. */
    void create() throws CommandFailedException {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new CommandFailedException(
                            "directory "
                                    + directory
                                    + " is not empty; keys are never overwritten. Name a new"
                                    + " directory, or use 'driftseal keys rotate "
                                    + directory
                                    + "'");
                }
            }
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot make directory " + directory + "; check that its parent is writable",
                    e);
        }
    }

    /** Whether there is any file of this purpose. */
    boolean has(KeyPurpose purpose) {
        return Files.exists(directory.resolve(KeyFiles.signingFileName(purpose)))
                || Files.exists(directory.resolve(KeyFiles.verificationFileName(purpose)));
    }

    SigningKeyRing signing(KeyPurpose purpose) throws CommandFailedException {
        try {
            return KeyFiles.readSigning(
                    directory.resolve(KeyFiles.signingFileName(purpose)), purpose);
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    VerificationKeyRing verification(KeyPurpose purpose) throws CommandFailedException {
        try {
            return KeyFiles.readVerification(
                    directory.resolve(KeyFiles.verificationFileName(purpose)), purpose);
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The public ring first: whoever reads in between knows the key before it signs. */
    void write(KeyPurpose purpose, SigningKeyRing signing, VerificationKeyRing verification)
            throws CommandFailedException {
        try {
            KeyFiles.writeVerification(
                    directory.resolve(KeyFiles.verificationFileName(purpose)),
                    purpose,
                    verification);
            KeyFiles.writeSigning(
                    directory.resolve(KeyFiles.signingFileName(purpose)), purpose, signing);
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    boolean hasAuthority() {
        return Files.exists(directory.resolve("ca.key"));
    }

    IssuedCertificate authority() throws CommandFailedException {
        try {
            return new IssuedCertificate(
                    PemFiles.certificates(directory.resolve("ca.pem")).getFirst(),
                    PemFiles.privateKey(directory.resolve("ca.key")));
        } catch (MutualTlsException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    void writeAuthority(CertificateAuthority authority) throws CommandFailedException {
        writePair("ca", authority.authority());
    }

    void writeLeaf(String service, IssuedCertificate leaf) throws CommandFailedException {
        writePair(service, leaf);
    }

    /** The names a service's present certificate is good for. */
    List<String> leafNames(String service) throws CommandFailedException {
        try {
            X509Certificate leaf =
                    PemFiles.certificates(directory.resolve(service + ".pem")).getFirst();
            var names = new LinkedHashSet<String>(names(service, List.of()));
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(entry -> names.add(String.valueOf(entry.get(1))));
            }
            return List.copyOf(names);
        } catch (MutualTlsException | CertificateParsingException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What a service's certificate is good for: its own name, this machine, its Service in the
     * chart's namespace, and what was asked.
     */
    static List<String> names(String service, List<String> more) {
        var names =
                new ArrayList<String>(
                        List.of(
                                service,
                                "localhost",
                                "127.0.0.1",
                                "driftseal-" + service + ".driftseal-system.svc"));
        more.stream().filter(name -> !names.contains(name)).forEach(names::add);
        return List.copyOf(names);
    }

    private void writePair(String name, IssuedCertificate pair) throws CommandFailedException {
        try {
            PrivateFiles.write(directory.resolve(name + ".key"), pair.privateKeyPem());
            Path certificate = directory.resolve(name + ".pem");
            PrivateFiles.write(certificate, pair.certificatePem());
            Files.setPosixFilePermissions(
                    certificate, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot write " + name + ".pem and " + name + ".key in " + directory, e);
        }
    }
}
