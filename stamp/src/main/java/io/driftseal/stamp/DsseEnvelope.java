package io.driftseal.stamp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * A DSSE envelope ({@code github.com/secure-systems-lab/dsse}, version 1) with exactly one Ed25519
 * signature. An envelope has one text only: compact JSON in the order payloadType, payload,
 * signatures, standard base64 with padding. {@link #parse} refuses every other spelling, so that a
 * changed byte is always a refused byte.
 */
public final class DsseEnvelope {

    private static final int DEPTH = 4;
    private static final int NODES = 16;

    private final String payloadType;
    private final byte[] payload;
    private final String keyId;
    private final byte[] signature;

    private DsseEnvelope(String payloadType, byte[] payload, String keyId, byte[] signature) {
        this.payloadType = payloadType;
        this.payload = payload;
        this.keyId = keyId;
        this.signature = signature;
    }

    public static DsseEnvelope sign(String payloadType, byte[] payload, SigningKey key) {
        byte[] copy = payload.clone();
        byte[] signature = key.sign(preAuthenticationEncoding(payloadType, copy));
        return new DsseEnvelope(payloadType, copy, key.kid(), signature);
    }

    /**
     * Length of an envelope's text in UTF-8. Base64 and key ids are ASCII and never escaped, so
     * only the payload's share of it changes with the payload.
     */
    static int encodedBytes(String payloadType, int payloadBytes, String keyId) {
        byte[] noSignature = new byte[VerificationKey.SIGNATURE_LENGTH];
        String empty = new DsseEnvelope(payloadType, new byte[0], keyId, noSignature).encode();
        return empty.getBytes(UTF_8).length + (payloadBytes + 2) / 3 * 4;
    }

    /**
     * Reads an envelope; the signature is not looked at.
     *
     * @param payloadType the only type that is accepted
     * @param maximumBytes of the text in UTF-8
     * @throws MalformedEnvelopeException saying what is wrong
     */
    public static DsseEnvelope parse(String text, String payloadType, int maximumBytes)
            throws MalformedEnvelopeException {
        if (text.length() > maximumBytes) {
            throw new MalformedEnvelopeException("it is longer than " + maximumBytes + " bytes");
        }
        JsonObject object = read(text.getBytes(UTF_8), maximumBytes);
        var envelope = StrictObject.of(object, "the envelope");
        try {
            DsseEnvelope parsed = fields(envelope);
            if (!parsed.payloadType.equals(payloadType)) {
                throw new MalformedEnvelopeException("its payloadType is not " + payloadType);
            }
            if (!parsed.encode().equals(text)) {
                throw new MalformedEnvelopeException(
                        "it is not in the one spelling in which envelopes are written");
            }
            return parsed;
        } catch (IllegalArgumentException e) {
            throw new MalformedEnvelopeException(StrictObject.reason(e));
        }
    }

    /**
     * The bytes that are signed: {@code "DSSEv1" SP len(type) SP type SP len(payload) SP payload}.
     */
    public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(UTF_8);
        var out = new ByteArrayOutputStream(payload.length + type.length + 32);
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(UTF_8));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(UTF_8));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** Whether the key made this signature; the ids are not compared. */
    public boolean verifiedBy(VerificationKey key) {
        return key.verifies(preAuthenticationEncoding(payloadType, payload), signature);
    }

    /** The one text of this envelope. */
    public String encode() {
        Base64.Encoder base64 = Base64.getEncoder();
        return JsonWriter.writeString(
                JsonObject.builder()
                        .put("payloadType", payloadType)
                        .put("payload", base64.encodeToString(payload))
                        .put(
                                "signatures",
                                JsonArray.of(
                                        JsonObject.builder()
                                                .put("keyid", keyId)
                                                .put("sig", base64.encodeToString(signature))
                                                .build()))
                        .build());
    }

    public String payloadType() {
        return payloadType;
    }

    public byte[] payload() {
        return payload.clone();
    }

    public String keyId() {
        return keyId;
    }

    public byte[] signature() {
        return signature.clone();
    }

    private static JsonObject read(byte[] utf8, int maximumBytes)
            throws MalformedEnvelopeException {
        try {
            return JsonReader.readObject(utf8, new JsonLimits(maximumBytes, DEPTH, NODES));
        } catch (MalformedJsonException e) {
            throw new MalformedEnvelopeException(String.valueOf(e.getMessage()));
        }
    }

    private static DsseEnvelope fields(StrictObject envelope) {
        String type = envelope.text("payloadType");
        byte[] payload = base64(envelope.text("payload"), "payload");
        StrictObject signature = envelope.onlyObjectOf("signatures");
        envelope.nothingElse();
        String keyId = KeyId.checked(signature.text("keyid"));
        byte[] bytes = base64(signature.text("sig"), "sig");
        signature.nothingElse();
        if (bytes.length != VerificationKey.SIGNATURE_LENGTH) {
            throw new IllegalArgumentException("its signature does not have 64 bytes");
        }
        return new DsseEnvelope(type, payload, keyId, bytes);
    }

    private static byte[] base64(String text, String field) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " is not base64", e);
        }
        if (!Arrays.equals(Base64.getEncoder().encode(bytes), text.getBytes(UTF_8))) {
            throw new IllegalArgumentException(field + " is not canonical base64 with padding");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "DsseEnvelope[" + payloadType + ", " + payload.length + " bytes, key " + keyId + "]";
    }
}
