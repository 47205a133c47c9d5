package io.driftseal.service.mutualtls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** One consistent reading of a service's three PEM files. */
record Material(
        X509Certificate certificate,
        X509ExtendedKeyManager keyManager,
        X509ExtendedTrustManager trustManager) {

    static Material read(Path directory, String name) throws MutualTlsException {
        List<X509Certificate> trusted = PemFiles.certificates(directory.resolve("ca.pem"));
        List<X509Certificate> own = PemFiles.certificates(directory.resolve(name + ".pem"));
        PrivateKey key = PemFiles.privateKey(directory.resolve(name + ".key"));
        try {
            return new Material(own.getFirst(), KeyManagers.of(key, own), trustManager(trusted));
        } catch (GeneralSecurityException | IOException | MutualTlsException e) {
            throw new MutualTlsException(
                    "the key and certificate of " + name + " in " + directory + " do not fit", e);
        }
    }

    static X509ExtendedTrustManager trustManager(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("ca-" + i, trusted.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }
}
