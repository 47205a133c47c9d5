package io.driftseal.webhook.certificate;

import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.PemFiles;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link Authorities} as the text that replicas share. A text that is not exactly that is refused:
 * replacing it by a new authority would cut off whoever still serves by the old one.
 */
final class AuthoritiesDocument {
    private static final int VERSION = 1;
    private static final JsonLimits LIMITS = new JsonLimits(256 * 1024, 4, 256);

    private AuthoritiesDocument() {}

    static String write(Authorities authorities) {
        JsonObject.Builder document =
                JsonObject.builder()
                        .put("version", VERSION)
                        .put("signing", issued(authorities.signing()).build());
        authorities
                .successor()
                .ifPresent(next -> {
                    JsonObject.Builder successor = issued(next.authority());
                    next.trustedSince()
                            .ifPresent(since -> successor.put("trustedSince", since.toString()));
                    document.put("successor", successor.build());
                });
        List<JsonValue> retired = new ArrayList<>();
        for (Authorities.Retired old : authorities.retired()) {
            retired.add(
                    JsonObject.builder()
                            .put("certificate", pem(old.certificate(), authorities))
                            .put("until", old.until().toString())
                            .build());
        }
        return JsonWriter.writeString(document.put("retired", new JsonArray(retired)).build());
    }

    /**
     * @param place where the text is, for the message
     */
    static Authorities read(String text, String place) throws IOException {
        try {
            JsonObject document =
                    JsonReader.readObject(text.getBytes(StandardCharsets.UTF_8), LIMITS);
            if (document.number("version").map(JsonNumber::whole).orElseThrow().orElseThrow()
                    != VERSION) {
                throw new IOException(place + " has a version that this build does not know");
            }
            Optional<Authorities.Successor> successor = Optional.empty();
            if (document.has("successor")) {
                JsonObject next = document.object("successor");
                successor =
                        Optional.of(
                                new Authorities.Successor(
                                        issued(next, place),
                                        next.string("trustedSince").map(Instant::parse)));
            }
            List<Authorities.Retired> retired = new ArrayList<>();
            for (JsonObject old : document.objects("retired")) {
                retired.add(
                        new Authorities.Retired(
                                certificate(old, place),
                                Instant.parse(old.string("until").orElse(""))));
            }
            return new Authorities(issued(document.object("signing"), place), successor, retired);
        } catch (MalformedJsonException
                | MutualTlsException
                | DateTimeException
                | java.util.NoSuchElementException e) {
            // The cause may quote a private key; its type is enough.
            throw new IOException(
                    place
                            + " does not hold our authorities ("
                            + e.getClass().getSimpleName()
                            + "); restore it, or empty it to begin with a new authority");
        }
    }

    private static JsonObject.Builder issued(IssuedCertificate issued) {
        return JsonObject.builder()
                .put("certificate", issued.certificatePem())
                .put("key", issued.privateKeyPem());
    }

    private static IssuedCertificate issued(JsonObject object, String place)
            throws MutualTlsException {
        return new IssuedCertificate(
                certificate(object, place),
                PemFiles.privateKeyOf(object.string("key").orElse(""), place));
    }

    private static X509Certificate certificate(JsonObject object, String place)
            throws MutualTlsException {
        return PemFiles.certificatesOf(object.string("certificate").orElse(""), place).getFirst();
    }

    private static String pem(X509Certificate certificate, Authorities authorities) {
        return new IssuedCertificate(certificate, authorities.signing().privateKey())
                .certificatePem();
    }
}
