package io.driftseal.responder;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.spool.DeliveryResult;
import io.driftseal.evidence.spool.RecordSink;
import io.driftseal.evidence.spool.SpooledRecord;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerAnswer;
import java.util.List;

/** Delivers outcomes to the scanner's intake. */
final class ScannerRecords implements RecordSink {

    private static final String PATH = "/v1/records";

    private final MutualTlsClient scanner;

    ScannerRecords(MutualTlsClient scanner) {
        this.scanner = scanner;
    }

    @Override
    public DeliveryResult deliver(List<SpooledRecord> batch) throws InterruptedException {
        return switch (scanner.post(PATH, body(batch))) {
            case PeerAnswer.Unreachable unreachable ->
                    new DeliveryResult.Retry(unreachable.reason());
            case PeerAnswer.Answered answered -> result(answered);
        };
    }

    private static byte[] body(List<SpooledRecord> batch) {
        return RecordCodec.joinBatch(batch.stream().map(SpooledRecord::utf8).toList());
    }

    private static DeliveryResult result(PeerAnswer.Answered answered) {
        int status = answered.status();
        if (status == 200) {
            try {
                return new DeliveryResult.Accepted(RecordCodec.readAccepted(answered.body()));
            } catch (MalformedRecordException e) {
                return new DeliveryResult.Retry("the scanner's answer cannot be read");
            }
        }
        // 403 is a certificate or an allow list that an operator will put right, not a bad record.
        boolean passing = status >= 500 || status == 403 || status == 408 || status == 429;
        return passing
                ? new DeliveryResult.Retry("status " + status)
                : new DeliveryResult.Final("status " + status);
    }
}
