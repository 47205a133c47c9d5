package io.driftseal.scanner.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One deviation of one workload.
 *
 * @param reason its code
 * @param message for people; not part of the identity, so that it may say more once more is known
 * @param evidence what it rests on, by name; stable between looks
 * @param difference what changed, one sentence each; empty where no form was compared
 */
public record Finding(
        ReasonCode reason, String message, Map<String, String> evidence, List<String> difference) {

    /** Sentences that a finding carries; the rest is counted in the last one. */
    public static final int MAXIMUM_SENTENCES = 30;

    public Finding {
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        difference = List.copyOf(difference);
    }

    /** A finding for which no forms were compared. */
    public static Finding of(ReasonCode reason, String message, Map<String, String> evidence) {
        return new Finding(reason, message, evidence, List.of());
    }

    /** The paths that differ: the first word of each sentence of the difference. */
    public List<String> fields() {
        return difference.stream()
                .filter(sentence -> sentence.contains(" "))
                .map(sentence -> sentence.substring(0, sentence.indexOf(' ')))
                .filter(path -> path.contains(".") || path.contains("["))
                .toList();
    }

    /**
     * The same finding of the same workload has the same id at every look and after every restart,
     * so that it is recorded once.
     *
     * @param episode number of incidents of this workload that were resolved before: a deviation
     *     that comes back after it was clean is a new finding
     */
    public String id(String workloadUid, int episode) {
        MessageDigest digest = sha256();
        feed(digest, workloadUid);
        feed(digest, Integer.toString(episode));
        feed(digest, reason.wire());
        evidence.forEach((name, value) -> {
            feed(digest, name);
            feed(digest, value);
        });
        difference.forEach(sentence -> feed(digest, sentence));
        return "fnd-" + HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    }

    /** Length first, so that two different lists of texts can never be the same bytes. */
    private static void feed(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
