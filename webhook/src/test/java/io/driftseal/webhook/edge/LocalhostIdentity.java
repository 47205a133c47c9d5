package io.driftseal.webhook.edge;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost, and what a client trusts to believe it. */
record LocalhostIdentity(IssuedCertificate leaf, SSLContext trust) {

    static LocalhostIdentity create() throws Exception {
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test-ca", Duration.ofDays(1), InstantSource.system(), new SecureRandom());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", authority.authority().certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, factory.getTrustManagers(), null);
        return new LocalhostIdentity(
                authority.issue("webhook", List.of("localhost"), Duration.ofDays(1)), trust);
    }
}
