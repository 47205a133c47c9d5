package io.driftseal.webhook.delivery;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.spool.DeliveryResult;
import io.driftseal.evidence.spool.RecordSink;
import io.driftseal.evidence.spool.SpooledRecord;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import java.util.List;

/** Hands batches to the scanner: {@code POST /v1/records}. */
public final class ScannerSink implements RecordSink {
    private static final int TOO_MANY_REQUESTS = 429;

    private final MutualTlsClient scanner;

    public ScannerSink(MutualTlsClient scanner) {
        this.scanner = scanner;
    }

    @Override
    public DeliveryResult deliver(List<SpooledRecord> batch) throws InterruptedException {
        return switch (scanner.post("/v1/records", body(batch))) {
            case PeerAnswer.Unreachable(String reason) -> new DeliveryResult.Retry(reason);
            case PeerAnswer.Answered(int status, byte[] body) -> answered(status, body);
        };
    }

    private static byte[] body(List<SpooledRecord> batch) {
        return RecordCodec.joinBatch(batch.stream().map(SpooledRecord::utf8).toList());
    }

    private static DeliveryResult answered(int status, byte[] body) {
        if (status == 200) {
            try {
                return new DeliveryResult.Accepted(RecordCodec.readAccepted(body));
            } catch (MalformedRecordException e) {
                return new DeliveryResult.Retry("the answer is malformed");
            }
        }
        String reason = "status " + status;
        // 403 is a certificate or an allow list that an operator will put right, not a bad record.
        boolean later = status >= 500 || status == TOO_MANY_REQUESTS || status == 403;
        return later || status < 400
                ? new DeliveryResult.Retry(reason)
                : new DeliveryResult.Final(reason);
    }
}
