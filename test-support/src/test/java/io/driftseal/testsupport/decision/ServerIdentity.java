package io.driftseal.testsupport.decision;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.mutualtls.ClientTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** An authority, the certificate of a server that it issued, and that of a client. */
record ServerIdentity(Path directory) {

    static ServerIdentity issue(Path directory) throws Exception {
        Files.createDirectories(directory);
        var validity = Duration.ofDays(1);
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test", validity, InstantSource.system(), new SecureRandom());
        Files.writeString(directory.resolve("ca.crt"), authority.authority().certificatePem());
        IssuedCertificate server = authority.issue("opa", List.of("localhost"), validity);
        Files.writeString(directory.resolve("server.crt"), server.certificatePem());
        Files.writeString(directory.resolve("server.key"), server.privateKeyPem());
        IssuedCertificate client = authority.issue("webhook", List.of("webhook"), validity);
        Path own = Files.createDirectories(directory.resolve("client"));
        Files.writeString(own.resolve("tls.crt"), client.certificatePem());
        Files.writeString(own.resolve("tls.key"), client.privateKeyPem());
        return new ServerIdentity(directory);
    }

    /** Options of a server that serves by TLS, and more of them. */
    List<String> serving(List<String> more) {
        List<String> options = new ArrayList<>(more);
        options.add("--tls-cert-file=" + directory.resolve("server.crt"));
        options.add("--tls-private-key-file=" + directory.resolve("server.key"));
        return options;
    }

    /** Options by which a server asks for a client's certificate. */
    List<String> askingForCertificates() {
        return serving(
                List.of(
                        "--tls-ca-cert-file=" + directory.resolve("ca.crt"),
                        "--authentication=tls"));
    }

    SSLSocketFactory trust() throws Exception {
        return ClientTls.load(directory.resolve("ca.crt"), Optional.empty());
    }

    SSLSocketFactory trustAndCertificate() throws Exception {
        return ClientTls.load(
                directory.resolve("ca.crt"), Optional.of(directory.resolve("client")));
    }
}
