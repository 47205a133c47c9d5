package io.driftseal.scanner.evidence;

import io.driftseal.evidence.CheckpointRefusedException;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.scanner.incident.EvidenceStore.Head;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * The webhook signs, because its key is not in reach of whoever takes over the scanner. What it
 * answers is verified before it is kept: it must be a signature over exactly what was asked.
 */
public final class WebhookCheckpointSigner implements CheckpointSigner {

    private final MutualTlsClient webhook;
    private final VerificationKeyRing keys;

    public WebhookCheckpointSigner(MutualTlsClient webhook, VerificationKeyRing keys) {
        this.webhook = webhook;
        this.keys = keys;
    }

    @Override
    public Signature sign(Head head) throws InterruptedException {
        JsonObject question =
                JsonObject.builder()
                        .put("sequence", head.sequence())
                        .put("headHash", head.hash())
                        .put("count", head.sequence())
                        .build();
        return switch (webhook.post("/v1/checkpoints", JsonWriter.write(question))) {
            case PeerAnswer.Unreachable unreachable ->
                    new Signature.NotSigned(unreachable.reason());
            case PeerAnswer.Answered answered when answered.status() != 200 ->
                    new Signature.NotSigned("status " + answered.status());
            case PeerAnswer.Answered answered ->
                    verified(head, new String(answered.body(), StandardCharsets.UTF_8));
        };
    }

    private Signature verified(Head head, String envelope) {
        try {
            SignedCheckpoint signed = SignedCheckpoint.verify(envelope, keys);
            boolean asked =
                    signed.checkpoint().sequence() == head.sequence()
                            && signed.checkpoint().headHash().equals(head.hash());
            return asked
                    ? new Signature.Signed(envelope)
                    : new Signature.NotSigned("the signature is over another head");
        } catch (CheckpointRefusedException e) {
            return new Signature.NotSigned(String.valueOf(e.getMessage()));
        }
    }
}
