package io.driftseal.scanner.check;

import java.util.List;
import java.util.Map;

/** The label by which network and runtime policies select the workload is not the stamped one. */
final class PolicyLabelCheck implements Check {

    static final String LABEL = "driftseal.io/runtime-policy";

    @Override
    public List<Finding> findings(Subject subject) {
        String live = subject.live().labels().getOrDefault(LABEL, "");
        return subject.ownStatement()
                .filter(statement -> !statement.runtimePolicy().equals(live))
                .map(statement ->
                        Finding.of(
                                ReasonCode.POLICY_LABEL_CHANGED,
                                "Its runtime policy label is "
                                        + (live.isEmpty() ? "gone" : "'" + live + "'")
                                        + ", the stamp assigns '"
                                        + statement.runtimePolicy()
                                        + "'.",
                                Map.of("label", live, "stamped", statement.runtimePolicy())))
                .map(List::of)
                .orElse(List.of());
    }
}
