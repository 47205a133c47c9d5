package io.driftseal.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/**
 * One link: a record's text and what ties it to everything before it.
 *
 * @param sequence from 1, without gaps
 * @param time when it was appended
 * @param type wire name of the record's type
 * @param body the record as JSON text, byte for byte what was hashed
 * @param bodySha256 SHA-256 of the body in UTF-8, 64 hex characters
 * @param previousHash {@code hash} of the entry before, 64 zeros for the first
 * @param hash SHA-256 of the lines {@code driftseal-evidence-v1}, sequence, time, type, recordId,
 *     bodySha256 and previousHash, each ended by a newline
 */
public record ChainEntry(
        long sequence,
        Instant time,
        String type,
        String recordId,
        String bodySha256,
        String previousHash,
        String hash,
        String body) {

    public ChainEntry {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be positive");
        }
        line("type", type);
        line("recordId", recordId);
        Bounds.digest("bodySha256", bodySha256);
        Bounds.digest("previousHash", previousHash);
        Bounds.digest("hash", hash);
    }

    /** The entry after a head, hashed. */
    static ChainEntry after(
            ChainHead head, Instant time, String type, String recordId, String body) {
        String bodySha256 = Sha256.hex(body.getBytes(UTF_8));
        long sequence = head.sequence() + 1;
        String hash = hash(sequence, time, type, recordId, bodySha256 + "\n" + head.hash());
        return new ChainEntry(sequence, time, type, recordId, bodySha256, head.hash(), hash, body);
    }

    /** The head of a chain that ends with this entry. */
    public ChainHead head() {
        return new ChainHead(sequence, hash);
    }

    boolean bodyIsIntact() {
        return Sha256.hex(body.getBytes(UTF_8)).equals(bodySha256);
    }

    boolean hashIsIntact() {
        return hash(sequence, time, type, recordId, bodySha256 + "\n" + previousHash).equals(hash);
    }

    private static String hash(
            long sequence, Instant time, String type, String recordId, String digests) {
        String text =
                String.join(
                        "\n",
                        "driftseal-evidence-v1",
                        Long.toString(sequence),
                        time.toString(),
                        type,
                        recordId,
                        digests,
                        "");
        return Sha256.hex(text.getBytes(UTF_8));
    }

    /** A newline in a hashed line would let two different entries share one hash. */
    private static void line(String field, String text) {
        Bounds.required(field, text, Bounds.SHORT);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + " must not hold control characters");
        }
    }
}
