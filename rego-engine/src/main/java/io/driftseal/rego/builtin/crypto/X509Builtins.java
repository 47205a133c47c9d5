package io.driftseal.rego.builtin.crypto;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.builtin.encoding.GoBase64;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.Certificate;

/** {@code crypto.x509.*} and {@code crypto.parse_private_keys}. */
public final class X509Builtins implements BuiltinFamily {

    private static final RegoValue UNVERIFIED = RegoArray.of(RegoBoolean.FALSE, RegoArray.EMPTY);

    /** Extended key usages at the place of Go's number, by the name that a policy gives them. */
    private static final List<String> USAGE_NAMES =
            List.of(
                    "KeyUsageAny",
                    "KeyUsageServerAuth",
                    "KeyUsageClientAuth",
                    "KeyUsageCodeSigning",
                    "KeyUsageEmailProtection",
                    "KeyUsageIPSECEndSystem",
                    "KeyUsageIPSECTunnel",
                    "KeyUsageIPSECUser",
                    "KeyUsageTimeStamping",
                    "KeyUsageOCSPSigning",
                    "KeyUsageMicrosoftServerGatedCrypto",
                    "KeyUsageNetscapeServerGatedCrypto",
                    "KeyUsageMicrosoftCommercialCodeSigning",
                    "KeyUsageMicrosoftKernelCodeSigning");

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "crypto.x509.parse_certificates", X509Builtins::parse,
                "crypto.x509.parse_and_verify_certificates", X509Builtins::verify,
                "crypto.x509.parse_and_verify_certificates_with_options",
                        X509Builtins::verifyWithOptions,
                "crypto.x509.parse_certificate_request",
                        (context, arguments) ->
                                X509Certificates.request(Operand.string(arguments, 1)),
                "crypto.x509.parse_keypair", X509Builtins::keyPair,
                "crypto.x509.parse_rsa_private_key", (context, arguments) -> webKey(arguments),
                "crypto.parse_private_keys", (context, arguments) -> privateKeys(arguments));
    }

    private static RegoValue parse(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        context.step(1 + text.length());
        return X509Certificates.extended(X509Certificates.parse(text));
    }

    private static RegoValue verify(BuiltinContext context, RegoValue[] arguments) {
        return verified(
                context,
                Operand.string(arguments, 1),
                demands(context, RegoObject.EMPTY),
                X509Certificates::extended);
    }

    private static RegoValue verifyWithOptions(BuiltinContext context, RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        RegoObject options = Operand.object(arguments, 2);
        try {
            X509Certificates.parse(text);
        } catch (BuiltinException malformed) {
            return UNVERIFIED;
        }
        return verified(
                context,
                text,
                demands(context, options),
                chain -> RegoArray.copyOf(chain.stream().map(X509Certificates::json).toList()));
    }

    private static RegoValue verified(
            BuiltinContext context,
            String text,
            CertificateChain.Demands demands,
            Function<List<Certificate>, RegoValue> form) {
        List<Certificate> chain;
        try {
            chain = CertificateChain.verify(context, X509Certificates.parse(text), demands);
        } catch (BuiltinException malformed) {
            return UNVERIFIED;
        }
        return chain == null ? UNVERIFIED : RegoArray.of(RegoBoolean.TRUE, form.apply(chain));
    }

    private static CertificateChain.Demands demands(BuiltinContext context, RegoObject options) {
        String name = "";
        long nanoseconds = context.nowNanos();
        List<String> usages = List.of(X509Extensions.USAGES.get(1));
        for (int i = 0; i < options.size(); i++) {
            RegoValue value = options.valueAt(i);
            if (!(options.keyAt(i) instanceof RegoString key)) {
                continue;
            }
            switch (key.text()) {
                case "DNSName" -> name = dnsName(value);
                case "CurrentTime" ->
                        nanoseconds = integer(value, "CurrentTime", "a valid int64 number");
                case "MaxConstraintComparisons" ->
                        integer(value, "MaxConstraintComparisons", "a valid number");
                case "KeyUsages" -> usages = usages(value);
                default -> throw BuiltinException.of("invalid key option");
            }
        }
        Instant time = Instant.ofEpochSecond(0, nanoseconds);
        return new CertificateChain.Demands(name, time, usages);
    }

    private static String dnsName(RegoValue value) {
        if (value instanceof RegoString name) {
            return name.text().replaceAll("^\"+|\"+$", "");
        }
        throw BuiltinException.of("'DNSName' should be a string");
    }

    private static long integer(RegoValue value, String option, String form) {
        if (!(value instanceof RegoNumber number)) {
            throw BuiltinException.of("'" + option + "' should be a number");
        }
        if (!number.isLong()) {
            throw BuiltinException.of("'" + option + "' should be " + form);
        }
        return number.longValue();
    }

    private static List<String> usages(RegoValue value) {
        List<RegoValue> names =
                switch (value) {
                    case RegoArray array -> array.items();
                    case RegoSet set -> set.toList();
                    default -> throw BuiltinException.of("'KeyUsages' should be an Array or Set");
                };
        List<String> known = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (RegoValue name : names) {
            if (name instanceof RegoString text) {
                int number = USAGE_NAMES.indexOf(text.text().replaceAll("^\"+|\"+$", ""));
                if (number < 0) {
                    invalid.add(text.text());
                } else {
                    known.add(X509Extensions.USAGES.get(number));
                }
            }
        }
        if (!invalid.isEmpty()) {
            throw BuiltinException.of(
                    "invalid entries for 'KeyUsages' found: [" + String.join(" ", invalid) + "]");
        }
        return known.isEmpty() ? List.of(X509Extensions.USAGES.get(1)) : known;
    }

    private static RegoValue keyPair(BuiltinContext context, RegoValue[] arguments) {
        String certificate = PemBlock.pemOrBase64(Operand.string(arguments, 1));
        String key = PemBlock.pemOrBase64(Operand.string(arguments, 2));
        context.step(1 + certificate.length() + key.length());
        List<Certificate> chain =
                certificate.startsWith(PemBlock.PREFIX)
                        ? X509Certificates.parse(certificate)
                        : X509Certificates.parseDer(
                                certificate.getBytes(StandardCharsets.ISO_8859_1));
        PrivateKeys.Key privateKey =
                key.startsWith(PemBlock.PREFIX)
                        ? PrivateKeys.parse(key).stream().findFirst().orElse(null)
                        : PrivateKeys.pkcs8(key.getBytes(StandardCharsets.ISO_8859_1));
        if (chain.isEmpty()) {
            throw BuiltinException.of("tls: failed to find any PEM data in certificate input");
        }
        if (chain.size() > 1 && !certificate.startsWith(PemBlock.PREFIX)) {
            throw BuiltinException.of("x509: trailing data");
        }
        if (privateKey == null) {
            throw BuiltinException.of("tls: failed to find any PEM data in key input");
        }
        RegoObject leaf = X509Certificates.json(chain.getFirst());
        requireMatch(leaf, privateKey);
        return RegoObject.builder()
                .put(
                        "Certificate",
                        GoJson.list(chain, one -> GoJson.bytes(X509Certificates.der(one))))
                .put("PrivateKey", privateKey.goJson())
                .put("Leaf", leaf)
                .put("OCSPStaple", RegoNull.NULL)
                .put("SignedCertificateTimestamps", RegoNull.NULL)
                .put("SupportedSignatureAlgorithms", RegoNull.NULL)
                .build();
    }

    private static void requireMatch(RegoObject leaf, PrivateKeys.Key key) {
        RegoValue publicKey = leaf.get("PublicKey");
        boolean matches =
                switch (key) {
                    case PrivateKeys.Ed ed -> GoJson.bytes(ed.publicKey()).equals(publicKey);
                    case PrivateKeys.Rsa rsa -> sharesPoint(publicKey, rsa.goJson(), "N");
                    case PrivateKeys.Ec ec -> sharesPoint(publicKey, ec.goJson(), "X");
                };
        if (!matches) {
            throw BuiltinException.of("tls: private key does not match public key");
        }
    }

    private static boolean sharesPoint(
            @org.jspecify.annotations.Nullable RegoValue publicKey,
            RegoValue privateKey,
            String part) {
        if (!(publicKey instanceof RegoObject one) || !(privateKey instanceof RegoObject two)) {
            return false;
        }
        RegoValue number = one.get(part);
        return number != null && number.equals(two.get(part));
    }

    private static RegoValue webKey(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        if (text.isEmpty()) {
            throw BuiltinException.of("input PEM data was empty");
        }
        String pem =
                text.startsWith(PemBlock.PREFIX)
                        ? text
                        : new String(GoBase64.STANDARD.decode(text), StandardCharsets.ISO_8859_1);
        List<PrivateKeys.Key> keys = PrivateKeys.parse(pem);
        return keys.isEmpty() ? RegoNull.NULL : keys.getFirst().webKey();
    }

    private static RegoValue privateKeys(RegoValue[] arguments) {
        String text = Operand.string(arguments, 1);
        if (text.isEmpty()) {
            return RegoNull.NULL;
        }
        List<PrivateKeys.Key> keys = PrivateKeys.parse(text);
        return RegoArray.copyOf(keys.stream().map(PrivateKeys.Key::goJson).toList());
    }
}
