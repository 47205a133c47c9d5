package io.driftseal.scanner;

import io.driftseal.evidence.FindingRecord;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.service.metrics.ServiceMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the pipeline counts. Verdicts are tallied here, so that a scrape reads no file. */
final class ScannerMeters {

    private static final List<String> VALUES = List.of("clean", "adopted", "drifted", "unknown");

    private final ServiceMetrics metrics;
    private final Map<String, String> verdicts = new ConcurrentHashMap<>();
    private volatile int openIncidents;

    ScannerMeters(ServiceMetrics metrics) {
        this.metrics = metrics;
        metrics.gauge("incidents.open", () -> openIncidents);
        for (ReasonCode reason : ReasonCode.values()) {
            metrics.counter("findings", "reason", reason.wire());
        }
        for (String value : VALUES) {
            metrics.gauge("verdicts", () -> count(value), "value", value);
        }
    }

    /** Findings that were not known before. */
    void found(List<FindingRecord> fresh) {
        for (FindingRecord finding : fresh) {
            metrics.counter("findings", "reason", finding.reasonCode()).increment();
        }
    }

    void concluded(Verdict verdict) {
        verdicts.put(verdict.workload().uid(), verdict.conclusion().wire());
        metrics.counter("looks", "value", verdict.conclusion().wire()).increment();
    }

    void gone(String workloadUid) {
        verdicts.remove(workloadUid);
    }

    /** A look that ended in an exception; the key is looked at again. */
    void failed() {
        metrics.counter("looks.failed").increment();
    }

    /** What was kept before the start counts until it is looked at again. */
    void loaded(List<Verdict> kept) {
        kept.forEach(v -> verdicts.put(v.workload().uid(), v.conclusion().wire()));
    }

    /** Reads what only the store knows, so that a scrape does not. */
    void refresh(ScannerStore store) {
        openIncidents = store.read(t -> t.incidents().openCount());
    }

    private long count(String value) {
        return verdicts.values().stream().filter(value::equals).count();
    }
}
