package io.driftseal.service.mutualtls;

import io.driftseal.service.certificate.IssuedCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Key managers for certificates that are replaced while they serve. */
public final class KeyManagers {
    private KeyManagers() {}

    /** A manager of one certificate without a chain. */
    public static X509ExtendedKeyManager of(IssuedCertificate issued) {
        try {
            return of(issued.privateKey(), List.of(issued.certificate()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key issued with its certificate fits it", e);
        }
    }

    /** Asks {@code current} at every handshake. */
    public static X509ExtendedKeyManager current(Supplier<X509ExtendedKeyManager> current) {
        return new CurrentKeyManager(current);
    }

    static X509ExtendedKeyManager of(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // The store never leaves memory; its password protects nothing and is required.
        char[] password = new char[0];
        store.setKeyEntry("own", key, password, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }
}
