package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.net.GoUrl;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.jspecify.annotations.Nullable;

/** The extensions of a certificate or of a request for one, in the form of Go's crypto/x509. */
final class X509Extensions {

    /** Extended key usages at the place of Go's number. */
    static final List<String> USAGES =
            List.of(
                    "2.5.29.37.0",
                    "1.3.6.1.5.5.7.3.1",
                    "1.3.6.1.5.5.7.3.2",
                    "1.3.6.1.5.5.7.3.3",
                    "1.3.6.1.5.5.7.3.4",
                    "1.3.6.1.5.5.7.3.5",
                    "1.3.6.1.5.5.7.3.6",
                    "1.3.6.1.5.5.7.3.7",
                    "1.3.6.1.5.5.7.3.8",
                    "1.3.6.1.5.5.7.3.9",
                    "1.3.6.1.4.1.311.10.3.3",
                    "2.16.840.1.113730.4.1",
                    "1.3.6.1.4.1.311.2.1.22",
                    "1.3.6.1.4.1.311.61.1.1");

    private static final Set<String> HANDLED =
            Set.of(
                    "2.5.29.14",
                    "2.5.29.15",
                    "2.5.29.17",
                    "2.5.29.19",
                    "2.5.29.30",
                    "2.5.29.31",
                    "2.5.29.32",
                    "2.5.29.33",
                    "2.5.29.35",
                    "2.5.29.36",
                    "2.5.29.37",
                    "2.5.29.54",
                    "1.3.6.1.5.5.7.1.1");

    private static final int KEY_USAGE_BITS = 9;

    private final @Nullable Extensions extensions;

    X509Extensions(@Nullable Extensions extensions) {
        this.extensions = extensions;
    }

    private @Nullable ASN1Encodable parsed(ASN1ObjectIdentifier oid) {
        return extensions == null ? null : extensions.getExtensionParsedValue(oid);
    }

    private List<Extension> all() {
        if (extensions == null) {
            return List.of();
        }
        return Arrays.stream(extensions.getExtensionOIDs()).map(extensions::getExtension).toList();
    }

    /** Identifiers of what is critical and not understood. */
    List<ASN1ObjectIdentifier> unhandledCritical() {
        return all().stream()
                .filter(Extension::isCritical)
                .map(Extension::getExtnId)
                .filter(oid -> !HANDLED.contains(oid.getId()))
                .toList();
    }

    /** Adds what certificates and requests have in common. */
    void putNames(RegoObject.Builder json) {
        json.put("Extensions", GoJson.list(all(), X509Extensions::extension));
        json.put("ExtraExtensions", RegoNull.NULL);
        List<GeneralName> names = alternativeNames();
        json.put("DNSNames", GoJson.strings(texts(names, GeneralName.dNSName)));
        json.put("EmailAddresses", GoJson.strings(texts(names, GeneralName.rfc822Name)));
        List<RegoValue> addresses = new ArrayList<>();
        for (GeneralName name : names) {
            if (name.getTagNo() == GeneralName.iPAddress) {
                addresses.add(address(ASN1OctetString.getInstance(name.getName()).getOctets()));
            }
        }
        json.put("IPAddresses", GoJson.list(addresses, address -> address));
        List<String> uris = uris();
        json.put("URIs", GoJson.list(uris, X509Extensions::uri));
    }

    List<String> uris() {
        return texts(alternativeNames(), GeneralName.uniformResourceIdentifier);
    }

    List<GeneralName> alternativeNames() {
        ASN1Encodable value = parsed(Extension.subjectAlternativeName);
        return value == null ? List.of() : List.of(GeneralNames.getInstance(value).getNames());
    }

    private static List<String> texts(List<GeneralName> names, int tag) {
        return names.stream()
                .filter(name -> name.getTagNo() == tag)
                .map(name -> name.getName().toString())
                .toList();
    }

    private static RegoValue extension(Extension extension) {
        return RegoObject.builder()
                .put("Id", GoJson.oid(extension.getExtnId()))
                .put("Critical", RegoBoolean.of(extension.isCritical()))
                .put("Value", GoJson.bytes(extension.getExtnValue().getOctets()))
                .build();
    }

    private static RegoValue address(byte[] bytes) {
        try {
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            return RegoString.of(bytes.length == 4 ? text : compressed(text));
        } catch (UnknownHostException length) {
            return RegoString.EMPTY;
        }
    }

    /** The longest run of zeros as a gap. */
    private static String compressed(String address) {
        String longest = "";
        java.util.regex.Matcher zeros =
                java.util.regex.Pattern.compile("(?:^|:)0(?::0)+(?::|$)").matcher(address);
        int from = 0;
        while (zeros.find(from)) {
            longest = zeros.group().length() > longest.length() ? zeros.group() : longest;
            from = zeros.start() + 1;
        }
        return longest.isEmpty()
                ? address
                : address.replaceFirst(java.util.regex.Pattern.quote(longest), "::");
    }

    private static RegoValue uri(String text) {
        GoUrl url = GoUrl.parse(text);
        String authority = text.contains("://") ? text.substring(text.indexOf("://") + 3) : "";
        boolean user = authority.split("[/?#]", 2)[0].contains("@");
        boolean opaque = url.host().isEmpty() && url.path().isEmpty() && !url.scheme().isEmpty();
        String rest = text.substring(text.indexOf(':') + 1).split("[?#]", 2)[0];
        return RegoObject.builder()
                .put("Scheme", RegoString.of(url.scheme()))
                .put("Opaque", RegoString.of(opaque && !rest.startsWith("/") ? rest : ""))
                .put("User", user ? RegoObject.EMPTY : RegoNull.NULL)
                .put("Host", RegoString.of(url.host()))
                .put("Path", RegoString.of(url.path()))
                .put("RawPath", RegoString.of(url.rawPath()))
                .put(
                        "OmitHost",
                        RegoBoolean.of(
                                !url.scheme().isEmpty()
                                        && rest.startsWith("/")
                                        && !rest.startsWith("//")))
                .put("ForceQuery", RegoBoolean.of(text.endsWith("?")))
                .put("RawQuery", RegoString.of(url.rawQuery()))
                .put("Fragment", RegoString.of(url.fragment()))
                .put("RawFragment", RegoString.EMPTY)
                .build();
    }

    /** Adds what certificates alone have. */
    void putConstraints(RegoObject.Builder json) {
        ASN1Encodable usage = parsed(Extension.keyUsage);
        json.put("KeyUsage", RegoNumber.of(usage == null ? 0 : keyUsage(usage)));
        List<KeyPurposeId> purposes = purposes();
        List<RegoValue> known = new ArrayList<>();
        List<RegoValue> unknown = new ArrayList<>();
        for (KeyPurposeId purpose : purposes) {
            int number = USAGES.indexOf(purpose.getId());
            if (number >= 0) {
                known.add(RegoNumber.of(number));
            } else {
                unknown.add(GoJson.oid(purpose.toOID()));
            }
        }
        json.put("ExtKeyUsage", GoJson.list(known, value -> value));
        json.put("UnknownExtKeyUsage", GoJson.list(unknown, value -> value));
        json.put("UnhandledCriticalExtensions", GoJson.list(unhandledCritical(), GoJson::oid));
        BasicConstraints basic = basicConstraints();
        ASN1Integer pathLength = basic == null ? null : basic.getPathLenConstraintInteger();
        int length = basic == null ? 0 : pathLength == null ? -1 : pathLength.intValueExact();
        json.put("BasicConstraintsValid", RegoBoolean.of(basic != null));
        json.put("IsCA", RegoBoolean.of(basic != null && basic.isCA()));
        json.put("MaxPathLen", RegoNumber.of(length));
        json.put("MaxPathLenZero", RegoBoolean.of(basic != null && length == 0));
        ASN1Encodable subject = parsed(Extension.subjectKeyIdentifier);
        json.put(
                "SubjectKeyId",
                GoJson.bytes(
                        subject == null ? null : ASN1OctetString.getInstance(subject).getOctets()));
        ASN1Encodable authority = parsed(Extension.authorityKeyIdentifier);
        json.put(
                "AuthorityKeyId",
                GoJson.bytes(
                        authority == null
                                ? null
                                : AuthorityKeyIdentifier.getInstance(authority)
                                        .getKeyIdentifierOctets()));
        putLocations(json);
        putPolicies(json);
        putNameConstraints(json);
    }

    static int keyUsage(ASN1Encodable value) {
        ASN1BitString bits = ASN1BitString.getInstance(value);
        byte[] bytes = bits.getBytes();
        int usage = 0;
        for (int i = 0; i < KEY_USAGE_BITS && i / 8 < bytes.length; i++) {
            if ((bytes[i / 8] & (0x80 >> (i % 8))) != 0) {
                usage |= 1 << i;
            }
        }
        return usage;
    }

    /** The bits of the key usage, 0 where the certificate does not say. */
    int keyUsage() {
        ASN1Encodable usage = parsed(Extension.keyUsage);
        return usage == null ? 0 : keyUsage(usage);
    }

    @Nullable BasicConstraints basicConstraints() {
        ASN1Encodable value = parsed(Extension.basicConstraints);
        return value == null ? null : BasicConstraints.getInstance(value);
    }

    List<KeyPurposeId> purposes() {
        ASN1Encodable value = parsed(Extension.extendedKeyUsage);
        return value == null ? List.of() : List.of(ExtendedKeyUsage.getInstance(value).getUsages());
    }

    @Nullable NameConstraints nameConstraints() {
        ASN1Encodable value = parsed(Extension.nameConstraints);
        return value == null ? null : NameConstraints.getInstance(value);
    }

    private void putLocations(RegoObject.Builder json) {
        ASN1Encodable access = parsed(Extension.authorityInfoAccess);
        List<String> ocsp = new ArrayList<>();
        List<String> issuers = new ArrayList<>();
        if (access != null) {
            for (AccessDescription one :
                    AuthorityInformationAccess.getInstance(access).getAccessDescriptions()) {
                List<String> uris =
                        texts(
                                List.of(one.getAccessLocation()),
                                GeneralName.uniformResourceIdentifier);
                if (one.getAccessMethod().equals(AccessDescription.id_ad_ocsp)) {
                    ocsp.addAll(uris);
                } else if (one.getAccessMethod().equals(AccessDescription.id_ad_caIssuers)) {
                    issuers.addAll(uris);
                }
            }
        }
        json.put("OCSPServer", GoJson.strings(ocsp));
        json.put("IssuingCertificateURL", GoJson.strings(issuers));
        ASN1Encodable lists = parsed(Extension.cRLDistributionPoints);
        List<String> points = new ArrayList<>();
        if (lists != null) {
            for (DistributionPoint point :
                    CRLDistPoint.getInstance(lists).getDistributionPoints()) {
                DistributionPointName name = point.getDistributionPoint();
                if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
                    List<GeneralName> names =
                            List.of(GeneralNames.getInstance(name.getName()).getNames());
                    points.addAll(texts(names, GeneralName.uniformResourceIdentifier));
                }
            }
        }
        json.put("CRLDistributionPoints", GoJson.strings(points));
    }

    private void putPolicies(RegoObject.Builder json) {
        ASN1Encodable value = parsed(Extension.certificatePolicies);
        List<ASN1ObjectIdentifier> policies =
                value == null
                        ? List.of()
                        : Arrays.stream(
                                        CertificatePolicies.getInstance(value)
                                                .getPolicyInformation())
                                .map(PolicyInformation::getPolicyIdentifier)
                                .toList();
        json.put("PolicyIdentifiers", GoJson.list(policies, GoJson::oid));
        json.put("Policies", GoJson.list(policies, oid -> RegoString.of(oid.getId())));
        json.put("PolicyMappings", RegoNull.NULL);
        for (String counted :
                List.of("InhibitAnyPolicy", "InhibitPolicyMapping", "RequireExplicitPolicy")) {
            json.put(counted, RegoNumber.ZERO);
            json.put(counted + "Zero", RegoBoolean.FALSE);
        }
    }

    private void putNameConstraints(RegoObject.Builder json) {
        NameConstraints constraints = nameConstraints();
        boolean critical =
                constraints != null
                        && extensions != null
                        && extensions.getExtension(Extension.nameConstraints).isCritical();
        json.put("PermittedDNSDomainsCritical", RegoBoolean.of(critical));
        putSubtrees(
                json, "Permitted", constraints == null ? null : constraints.getPermittedSubtrees());
        putSubtrees(
                json, "Excluded", constraints == null ? null : constraints.getExcludedSubtrees());
    }

    private static void putSubtrees(
            RegoObject.Builder json, String prefix, GeneralSubtree @Nullable [] subtrees) {
        List<GeneralName> names =
                subtrees == null
                        ? List.of()
                        : Arrays.stream(subtrees).map(GeneralSubtree::getBase).toList();
        json.put(prefix + "DNSDomains", GoJson.strings(texts(names, GeneralName.dNSName)));
        json.put(prefix + "EmailAddresses", GoJson.strings(texts(names, GeneralName.rfc822Name)));
        json.put(
                prefix + "URIDomains",
                GoJson.strings(texts(names, GeneralName.uniformResourceIdentifier)));
        List<RegoValue> ranges = new ArrayList<>();
        for (GeneralName name : names) {
            if (name.getTagNo() == GeneralName.iPAddress) {
                byte[] bytes = ASN1OctetString.getInstance(name.getName()).getOctets();
                int half = bytes.length / 2;
                ranges.add(
                        RegoObject.builder()
                                .put("IP", address(Arrays.copyOf(bytes, half)))
                                .put(
                                        "Mask",
                                        GoJson.bytes(Arrays.copyOfRange(bytes, half, bytes.length)))
                                .build());
            }
        }
        json.put(prefix + "IPRanges", ranges.isEmpty() ? RegoNull.NULL : RegoArray.copyOf(ranges));
    }
}
