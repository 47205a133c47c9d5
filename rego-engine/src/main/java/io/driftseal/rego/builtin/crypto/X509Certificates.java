package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.encoding.GoBase64;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.Time;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and requests for them, read from PEM or base64, and in the form of Go's crypto/x509.
 */
final class X509Certificates {

    private static final String MALFORMED = "x509: malformed certificate";

    private X509Certificates() {}

    /**
     * The certificates of a text, one after another.
     *
     * @throws BuiltinException where one of them is none
     */
    static List<Certificate> parse(String text) {
        if (text.startsWith(PemBlock.PREFIX)) {
            return parseDer(pem(text));
        }
        byte[] bytes = GoBase64.STANDARD.decode(text);
        String decoded = new String(bytes, StandardCharsets.ISO_8859_1);
        return parseDer(decoded.startsWith(PemBlock.PREFIX) ? pem(decoded) : bytes);
    }

    private static byte[] pem(String text) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (PemBlock block : PemBlock.all(text)) {
            if (!block.type().equals("CERTIFICATE")) {
                throw BuiltinException.of(
                        "PEM block type is '" + block.type() + "', expected CERTIFICATE");
            }
            all.writeBytes(block.bytes());
        }
        return all.toByteArray();
    }

    static List<Certificate> parseDer(byte[] bytes) {
        List<Certificate> certificates = new ArrayList<>();
        try (ASN1InputStream in = new ASN1InputStream(bytes)) {
            for (ASN1Primitive next = in.readObject(); next != null; next = in.readObject()) {
                certificates.add(Certificate.getInstance(next));
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            throw BuiltinException.of(MALFORMED);
        }
        return certificates;
    }

    static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw BuiltinException.of(MALFORMED);
        }
    }

    /** The certificates with the URIs of each as texts. */
    static RegoValue extended(List<Certificate> certificates) {
        List<RegoValue> merged = new ArrayList<>();
        for (Certificate certificate : certificates) {
            RegoValue uris = GoJson.strings(extensions(certificate).uris());
            merged.add(json(certificate).toBuilder().put("URIStrings", uris).build());
        }
        return RegoArray.copyOf(merged);
    }

    static X509Extensions extensions(Certificate certificate) {
        return new X509Extensions(certificate.getTBSCertificate().getExtensions());
    }

    static RegoObject json(Certificate certificate) {
        try {
            RegoObject.Builder json = RegoObject.builder();
            json.put("Raw", GoJson.bytes(der(certificate)));
            json.put("RawTBSCertificate", GoJson.bytes(der(certificate.getTBSCertificate())));
            json.put("RawIssuer", GoJson.bytes(der(certificate.getIssuer())));
            json.put("Issuer", X509Name.json(certificate.getIssuer()));
            json.put("SerialNumber", RegoNumber.of(certificate.getSerialNumber().getValue()));
            json.put("NotBefore", time(certificate.getStartDate()));
            json.put("NotAfter", time(certificate.getEndDate()));
            json.put("Version", RegoNumber.of(certificate.getVersionNumber()));
            json.put("Signature", GoJson.bytes(certificate.getSignature().getOctets()));
            json.put(
                    "SignatureAlgorithm",
                    X509PublicKey.signatureAlgorithm(certificate.getSignatureAlgorithm()));
            putSubject(json, certificate.getSubject(), certificate.getSubjectPublicKeyInfo());
            X509Extensions extensions = extensions(certificate);
            extensions.putNames(json);
            extensions.putConstraints(json);
            return json.build();
        } catch (IllegalArgumentException | IllegalStateException malformed) {
            throw BuiltinException.of(MALFORMED);
        }
    }

    private static void putSubject(
            RegoObject.Builder json,
            org.bouncycastle.asn1.x500.X500Name subject,
            org.bouncycastle.asn1.x509.SubjectPublicKeyInfo key) {
        json.put("RawSubject", GoJson.bytes(der(subject)));
        json.put("Subject", X509Name.json(subject));
        json.put("RawSubjectPublicKeyInfo", GoJson.bytes(der(key)));
        json.put("PublicKeyAlgorithm", X509PublicKey.algorithm(key));
        json.put("PublicKey", X509PublicKey.json(key));
    }

    private static RegoValue time(Time time) {
        try {
            var moment = time.toASN1Primitive();
            java.util.Date date =
                    moment instanceof org.bouncycastle.asn1.ASN1UTCTime utc
                            ? utc.getAdjustedDate()
                            : ((org.bouncycastle.asn1.ASN1GeneralizedTime) moment).getDate();
            return RegoString.of(date.toInstant().toString());
        } catch (ParseException malformed) {
            throw BuiltinException.of("x509: malformed validity");
        }
    }

    /** A request for a certificate. */
    static RegoValue request(String text) {
        String begin = "-----BEGIN CERTIFICATE REQUEST-----";
        String decoded =
                text.startsWith(begin)
                        ? text
                        : new String(GoBase64.STANDARD.decode(text), StandardCharsets.ISO_8859_1);
        List<PemBlock> blocks = PemBlock.all(decoded);
        byte[] der = decoded.getBytes(StandardCharsets.ISO_8859_1);
        if (!blocks.isEmpty()) {
            if (!blocks.getFirst().type().equals("CERTIFICATE REQUEST")) {
                throw BuiltinException.of("invalid PEM-encoded certificate signing request");
            }
            der = blocks.getFirst().bytes();
        }
        if (der.length == 0) {
            throw BuiltinException.of("asn1: syntax error: sequence truncated");
        }
        try {
            return request(CertificationRequest.getInstance(ASN1Primitive.fromByteArray(der)));
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            throw BuiltinException.of("asn1: structure error: tags don't match");
        }
    }

    private static RegoValue request(CertificationRequest request) {
        CertificationRequestInfo info = request.getCertificationRequestInfo();
        RegoObject.Builder json = RegoObject.builder();
        json.put("Raw", GoJson.bytes(der(request)));
        json.put("RawTBSCertificateRequest", GoJson.bytes(der(info)));
        json.put("Version", RegoNumber.of(info.getVersion().getValue()));
        json.put("Signature", GoJson.bytes(request.getSignature().getOctets()));
        json.put(
                "SignatureAlgorithm",
                X509PublicKey.signatureAlgorithm(request.getSignatureAlgorithm()));
        putSubject(json, info.getSubject(), info.getSubjectPublicKeyInfo());
        Extensions extensions = requested(info.getAttributes());
        new X509Extensions(extensions).putNames(json);
        json.put("Attributes", attributes(extensions));
        return json.build();
    }

    private static @Nullable Extensions requested(@Nullable ASN1Set attributes) {
        if (attributes == null) {
            return null;
        }
        for (ASN1Encodable one : attributes) {
            Attribute attribute = Attribute.getInstance(one);
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                return Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
            }
        }
        return null;
    }

    /** The extensions once more, as the one attribute that Go can read. */
    private static RegoValue attributes(@Nullable Extensions extensions) {
        if (extensions == null) {
            return RegoNull.NULL;
        }
        List<RegoValue> values = new ArrayList<>();
        for (var oid : extensions.getExtensionOIDs()) {
            Extension extension = extensions.getExtension(oid);
            RegoObject.Builder value = RegoObject.builder();
            value.put("Type", GoJson.oid(oid));
            value.put("Value", GoJson.bytes(extension.getExtnValue().getOctets()));
            values.add(value.build());
        }
        RegoObject attribute =
                RegoObject.builder()
                        .put("Type", GoJson.oid(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
                        .put("Value", RegoArray.of(RegoArray.copyOf(values)))
                        .build();
        return values.isEmpty() ? RegoNull.NULL : RegoArray.of(attribute);
    }
}
