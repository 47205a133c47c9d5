package io.driftseal.evidence;

import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A workload was adopted. The envelope is the proof, the other fields repeat what it states, and
 * the redacted form is what names a later change.
 *
 * @param redactedForm absent where it is too large to be kept: a change is then found and not named
 * @param envelope DSSE text, see {@link SignedBaseline}
 */
public record BaselineRecord(
        String baselineId,
        Instant time,
        WorkloadReference workload,
        int formVersion,
        String configurationHash,
        Optional<JsonObject> redactedForm,
        String envelope)
        implements EvidenceRecord {

    public BaselineRecord {
        var _ = new Baseline(baselineId, workload, formVersion, configurationHash, time);
        Bounds.required("envelope", envelope, SignedBaseline.MAXIMUM_BYTES);
    }

    public static BaselineRecord of(SignedBaseline signed, Optional<JsonObject> redactedForm) {
        Baseline baseline = signed.baseline();
        return new BaselineRecord(
                baseline.baselineId(),
                baseline.time(),
                baseline.workload(),
                baseline.formVersion(),
                baseline.configurationHash(),
                redactedForm,
                signed.envelope());
    }

    /** What the fields state; whether it was signed is the envelope's matter. */
    public Baseline baseline() {
        return new Baseline(baselineId, workload, formVersion, configurationHash, time);
    }

    @Override
    public String id() {
        return baselineId;
    }
}
