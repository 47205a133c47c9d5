package io.driftseal.service.mutualtls;

import io.driftseal.service.certificate.IssuedCertificate;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
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
            return manager(issued.privateKey(), List.of(issued.certificate()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key issued with its certificate fits it", e);
        }
    }

    /** Asks {@code current} at every handshake. */
    public static X509ExtendedKeyManager current(Supplier<X509ExtendedKeyManager> current) {
        return new CurrentKeyManager(current);
    }

    /**
     * A manager of one certificate with its chain, leaf first.
     *
     * @throws MutualTlsException if the key is not the leaf's
     */
    public static X509ExtendedKeyManager of(PrivateKey key, List<X509Certificate> chain)
            throws MutualTlsException {
        try {
            requireFit(key, chain.getFirst());
            return manager(key, chain);
        } catch (GeneralSecurityException | IOException e) {
            throw new MutualTlsException("the key and the certificate do not fit", e);
        }
    }

    /** A key store takes any pair; only the handshake would fail. */
    private static void requireFit(PrivateKey key, X509Certificate leaf)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        byte[] probe = {1, 2, 3};
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(probe);
        byte[] signed = signer.sign();
        signer.initVerify(leaf.getPublicKey());
        signer.update(probe);
        if (!signer.verify(signed)) {
            throw new SignatureException("the key is not the certificate's");
        }
    }

    private static X509ExtendedKeyManager manager(PrivateKey key, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        // The store never leaves memory; its password protects nothing and is required. PKCS12
        // would hash it ten thousand times on the way in and as often on the way out.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        char[] password = new char[0];
        store.setKeyEntry("own", key, password, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }
}
