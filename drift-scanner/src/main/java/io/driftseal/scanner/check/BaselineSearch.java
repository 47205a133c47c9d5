package io.driftseal.scanner.check;

import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.BaselineRefusedException;
import io.driftseal.evidence.SignedBaseline;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Workload;
import java.util.List;
import java.util.Optional;

/**
 * Finds the baseline that speaks for a workload: its own, or that of the nearest adopted object
 * that it descends from. A stamp anywhere on the way ends the search: what was approved since
 * supersedes what was observed. Every baseline's signature is verified again, because the file it
 * is kept in is not trusted more than the chain.
 */
public final class BaselineSearch {

    private final VerificationKeyRing keys;
    private final InformedDerivation derivation;

    /**
     * @param keys those of checkpoints
     * @param derivation how what an ancestor makes is held against it
     */
    public BaselineSearch(VerificationKeyRing keys, InformedDerivation derivation) {
        this.keys = keys;
        this.derivation = derivation;
    }

    /**
     * @param ancestors owner first; nothing beyond the first one that could not be read
     */
    BaselineSight of(
            Workload live, CanonicalForm form, List<Workload> ancestors, Recollection remembered) {
        Baselines baselines = remembered.baselines();
        if (StampAnnotations.own(live).isPresent()) {
            return new BaselineSight.None();
        }
        Optional<BaselineRecord> own = baselineOf(live, baselines);
        if (own.isPresent()) {
            return unusable(own.get(), form)
                    .<BaselineSight>map(BaselineSight.Unusable::new)
                    .orElseGet(() -> new BaselineSight.Own(own.get()));
        }
        for (int i = 0; i < ancestors.size(); i++) {
            Workload ancestor = ancestors.get(i);
            if (StampAnnotations.own(ancestor).isPresent()) {
                return new BaselineSight.None();
            }
            Optional<BaselineRecord> record = baselineOf(ancestor, baselines);
            if (record.isPresent()) {
                return wasItsWhenUnchanged(live, form, record.get(), remembered.looks())
                                && isChanged(ancestor, record.get())
                        ? new BaselineSight.OfEarlierOwner(record.get())
                        : ofAncestor(record.get(), ancestors, i);
            }
        }
        return new BaselineSight.None();
    }

    /** The scanner saw it made from the unchanged ancestor, and it is the same since. */
    private static boolean wasItsWhenUnchanged(
            Workload live, CanonicalForm form, BaselineRecord record, EarlierLooks looks) {
        var now = new EarlierLooks.Inherited(record.baselineId(), form.hash().hex());
        return live.uid().flatMap(looks::inherited).filter(now::equals).isPresent();
    }

    /** Only where its baseline can be relied on at all. */
    private boolean isChanged(Workload ancestor, BaselineRecord record) {
        CanonicalForm form = CanonicalForm.of(ancestor);
        return unusable(record, form).isEmpty()
                && !form.hash().hex().equals(record.configurationHash());
    }

    private BaselineSight ofAncestor(BaselineRecord record, List<Workload> ancestors, int at) {
        Workload ancestor = ancestors.get(at);
        CanonicalForm form = CanonicalForm.of(ancestor);
        Optional<String> unusable = unusable(record, form);
        if (unusable.isPresent()) {
            return new BaselineSight.Unusable(unusable.get());
        }
        if (!form.hash().hex().equals(record.configurationHash())) {
            return at == 0
                    ? new BaselineSight.OfChangedOwner(record)
                    : new BaselineSight.Unusable(
                            "it descends from "
                                    + named(ancestor)
                                    + ", which was changed after it was adopted");
        }
        // The first link is a finding of its own where it does not hold.
        for (int i = at; i > 0; i--) {
            if (!(derivation.of(ancestors.get(i), ancestors.get(i - 1))
                    instanceof Derived.Explained)) {
                return new BaselineSight.Unusable(
                        "its owner, "
                                + named(ancestors.get(i - 1))
                                + ", is not what "
                                + named(ancestors.get(i))
                                + " makes");
            }
        }
        return new BaselineSight.OfAncestor(record);
    }

    private static Optional<BaselineRecord> baselineOf(Workload workload, Baselines baselines) {
        return workload.uid().flatMap(baselines::of);
    }

    private Optional<String> unusable(BaselineRecord record, CanonicalForm form) {
        try {
            SignedBaseline signed = SignedBaseline.verify(record.envelope(), keys);
            if (!signed.baseline().equals(record.baseline())) {
                return Optional.of("its baseline is not the one that was signed");
            }
        } catch (BaselineRefusedException e) {
            return Optional.of("its baseline cannot be relied on: " + e.getMessage());
        }
        return record.formVersion() == form.version()
                ? Optional.empty()
                : Optional.of(
                        "its baseline has form version "
                                + record.formVersion()
                                + ", this program compares version "
                                + form.version()
                                + "; adopt it again");
    }

    private static String named(Workload workload) {
        return workload.kind().kind() + " " + workload.name().orElse("");
    }
}
