package io.driftseal.scanner.adoption;

import io.driftseal.evidence.BaselineRecord;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.util.Optional;
import java.util.Set;

/**
 * Tells how a workload stands to adoption. Adopting must never be a way to make a finding go away,
 * so whatever deviates is left as it is.
 *
 * @param exemptNamespaces never looked at
 */
public record AdoptionStanding(Set<String> exemptNamespaces) {

    public AdoptionStanding {
        exemptNamespaces = Set.copyOf(exemptNamespaces);
    }

    Standing of(Workload live, CanonicalForm form, Transaction remembered) {
        String uid = live.uid().orElse("");
        if (exemptNamespaces.contains(live.namespace())) {
            return Standing.EXEMPT;
        }
        if (live.isTerminating()) {
            return Standing.TERMINATING;
        }
        if (StampAnnotations.own(live).isPresent()) {
            return Standing.STAMPED;
        }
        if (live.isMirrorPod()) {
            return Standing.STATIC_POD;
        }
        if (remembered.stamps().of(uid).isPresent()) {
            return Standing.DRIFTED;
        }
        Optional<BaselineRecord> baseline =
                remembered.baselines().of(uid).filter(b -> b.formVersion() == form.version());
        if (baseline.isPresent()) {
            return baseline.get().configurationHash().equals(form.hash().hex())
                    ? Standing.ADOPTED
                    : Standing.DRIFTED;
        }
        return remembered
                .verdicts()
                .of(uid)
                .map(Verdict::conclusion)
                .map(AdoptionStanding::withoutBaseline)
                .orElse(Standing.NEW);
    }

    private static Standing withoutBaseline(Conclusion conclusion) {
        return switch (conclusion) {
            case Conclusion.Adopted _ -> Standing.ADOPTED;
            case Conclusion.Drifted _ -> Standing.DRIFTED;
            case Conclusion.Clean _, Conclusion.Unknown _ -> Standing.NEW;
        };
    }
}
