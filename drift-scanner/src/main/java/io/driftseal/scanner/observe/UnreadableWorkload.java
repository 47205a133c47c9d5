package io.driftseal.scanner.observe;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.workload.WorkloadKind;
import java.util.Locale;

/**
 * A workload that the API server holds and that cannot be read as one. It stays in the inventory,
 * because nobody may take for gone, or for what it was before, what nobody can look at. Only who it
 * is and why are held: less than a kilobyte, however large the object.
 *
 * @param reference who it is, as far as that could be read
 * @param reason why it cannot be read
 * @param detail what stands in the way; nothing that the object holds
 */
public record UnreadableWorkload(WorkloadReference reference, Reason reason, String detail)
        implements LiveWorkload {

    private static final int LONGEST_DETAIL = 200;
    private static final int LONGEST_NAMESPACE = 63;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_UID = 64;
    private static final int DIGEST = 32;

    /** Why a workload cannot be read. A part of the metrics: names stay. */
    public enum Reason {
        /** It has no uid or no name that an object may have. */
        IDENTITY,
        /** It lacks its kind's shape: a field is missing, or of another type. */
        SHAPE,
        /** It is larger than what is compared. */
        SIZE,
        /** Its JSON is none that is read: too deep, too large, a number or a text out of range. */
        DOCUMENT;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public UnreadableWorkload {
        detail = cut(detail, LONGEST_DETAIL);
    }

    /** Of an object whose metadata says this much. */
    static UnreadableWorkload of(
            WorkloadKind kind, UnreadableObject object, Reason reason, String detail) {
        boolean identified = identified(object);
        String kindName = kind.kindName().text();
        String uid =
                identified
                        ? object.uid()
                        : "unidentified/" + digest(kindName, object.namespace(), object.name());
        return new UnreadableWorkload(
                new WorkloadReference(
                        kindName,
                        cut(object.namespace(), LONGEST_NAMESPACE),
                        cut(object.name(), LONGEST_NAME),
                        uid),
                identified ? reason : Reason.IDENTITY,
                identified ? detail : "it needs namespace, name and uid that an object may have");
    }

    /** Of an object that could not even be read as a document. */
    public static UnreadableWorkload of(WorkloadKind kind, UnreadableObject object) {
        return of(kind, object, Reason.DOCUMENT, object.cause());
    }

    /** Whether its metadata can name a workload. */
    static boolean identified(UnreadableObject object) {
        return !object.name().isEmpty()
                && object.name().length() <= LONGEST_NAME
                && !object.uid().isEmpty()
                && object.uid().length() <= LONGEST_UID
                && object.namespace().length() <= LONGEST_NAMESPACE;
    }

    /** One sentence for a verdict. */
    public String cause() {
        return "it cannot be read (" + reason.wire() + "): " + detail;
    }

    private static String digest(String kind, String namespace, String name) {
        return StampAnnotations.digest(String.join("\n", kind, namespace, name))
                .substring(0, DIGEST);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
