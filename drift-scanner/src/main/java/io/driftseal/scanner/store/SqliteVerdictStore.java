package io.driftseal.scanner.store;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.judge.Aspect;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.judge.VerdictStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Verdicts, one row per live workload. */
record SqliteVerdictStore(Statements statements) implements VerdictStore {

    private static final String COLUMNS =
            "SELECT workload_uid, kind, namespace, name, conclusion, detail, observed, time FROM"
                    + " verdict ";
    private static final String ORDER = " ORDER BY namespace, kind, name, workload_uid";

    @Override
    public void save(Verdict verdict) {
        WorkloadReference workload = verdict.workload();
        statements.change(
                "INSERT OR REPLACE INTO verdict (workload_uid, kind, namespace, name, conclusion,"
                        + " detail, observed, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                workload.uid(),
                workload.kind(),
                workload.namespace(),
                workload.name(),
                verdict.conclusion().wire(),
                detail(verdict.conclusion()),
                verdict.coverage().observed().stream()
                        .map(Aspect::wire)
                        .sorted()
                        .collect(Collectors.joining(",")),
                EpochNanos.of(verdict.time()));
    }

    @Override
    public Optional<Verdict> of(String workloadUid) {
        return statements.first(COLUMNS + "WHERE workload_uid = ?", this::verdict, workloadUid);
    }

    @Override
    public List<Verdict> list(Optional<String> namespace) {
        return namespace.isPresent()
                ? statements.list(
                        COLUMNS + "WHERE namespace = ?" + ORDER, this::verdict, namespace.get())
                : statements.list(COLUMNS + ORDER, this::verdict);
    }

    @Override
    public void remove(String workloadUid) {
        statements.change("DELETE FROM verdict WHERE workload_uid = ?", workloadUid);
    }

    private static String detail(Conclusion conclusion) {
        return switch (conclusion) {
            case Conclusion.Clean(List<AmendmentRecord> amendments) ->
                    amendments.stream()
                            .map(AmendmentRecord::amendmentId)
                            .collect(Collectors.joining(","));
            case Conclusion.Adopted adopted -> adopted.baselineId();
            case Conclusion.Drifted drifted -> String.join(",", drifted.findingIds());
            case Conclusion.Unknown unknown -> unknown.cause();
        };
    }

    private Verdict verdict(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        Conclusion conclusion =
                switch (row.getString("conclusion")) {
                    case "clean" -> new Conclusion.Clean(amendments(detail));
                    case "adopted" -> new Conclusion.Adopted(detail);
                    case "drifted" -> new Conclusion.Drifted(split(detail));
                    // Closed by the table's own check, so everything else is unknown.
                    default -> new Conclusion.Unknown(detail);
                };
        EnumSet<Aspect> observed = EnumSet.noneOf(Aspect.class);
        List<String> names = split(row.getString("observed"));
        for (Aspect aspect : Aspect.values()) {
            if (names.contains(aspect.wire())) {
                observed.add(aspect);
            }
        }
        return new Verdict(
                new WorkloadReference(
                        row.getString("kind"),
                        row.getString("namespace"),
                        row.getString("name"),
                        row.getString("workload_uid")),
                conclusion,
                new Coverage(observed),
                EpochNanos.instant(row.getLong("time")));
    }

    private List<AmendmentRecord> amendments(String ids) {
        var amendments = new SqliteRecordedAmendments(statements);
        return split(ids).stream().map(amendments::byId).flatMap(Optional::stream).toList();
    }

    private static List<String> split(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(",", -1));
    }
}
