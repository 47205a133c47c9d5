package io.driftseal.service.mutualtls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** The name by which a peer is authorised. */
public final class PeerName {
    private PeerName() {}

    /**
     * The one common name of the certificate's subject; empty if it has none or several, so that
     * {@code CN=a,CN=b} can never pass for either.
     */
    public static Optional<String> of(X509Certificate certificate) {
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        List<RDN> names = List.of(subject.getRDNs(BCStyle.CN));
        if (names.size() != 1 || names.getFirst().isMultiValued()) {
            return Optional.empty();
        }
        return Optional.of(IETFUtils.valueToString(names.getFirst().getFirst().getValue()));
    }
}
