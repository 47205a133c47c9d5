package io.driftseal.scanner.incident;

import io.driftseal.scanner.check.EarlierLooks.Inherited;
import java.util.Optional;

/**
 * Of whom an adopted ancestor spoke, and in which form: its own change afterwards is nothing that
 * they did.
 */
public record Inheritances(FirstSights sights) {

    private static final String SUBJECT = "inherited/";

    public Optional<Inherited> of(String workloadUid) {
        return sights.of(SUBJECT + workloadUid).map(Inheritances::read);
    }

    void keep(String workloadUid, Inherited inherited) {
        if (!of(workloadUid).equals(Optional.of(inherited))) {
            sights.replace(
                    SUBJECT + workloadUid,
                    inherited.baselineId() + " " + inherited.configurationHash());
        }
    }

    void forget(String workloadUid) {
        sights.forget(SUBJECT + workloadUid);
    }

    private static Inherited read(String kept) {
        int space = kept.indexOf(' ');
        return new Inherited(kept.substring(0, space), kept.substring(space + 1));
    }
}
