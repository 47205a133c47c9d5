package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a child is what its owner's template makes of it. Expected is what the owner's controller
 * makes (a {@link Making} for each kind) plus what named transformations permit of what the API
 * server does to it ({@code derivation-v1.json}); the two canonical forms must then be equal.
 */
public final class Derivation {

    private Derivation() {}

    /**
     * Holds a child against its owner.
     *
     * <p>A pair that no controller makes is unexplained. The owner must be the one that was read by
     * the child's owner reference, with its uid, and the facts those of the child's namespace and
     * account.
     */
    public static Derived of(Workload owner, Workload child, ClusterFacts facts) {
        Held held = held(owner, child, facts);
        Difference open = held.open();
        if (open.isEmpty()) {
            return new Derived.Explained(held.transformations());
        }
        FactReach reach = DerivationRules.current().reach();
        List<String> causes = reach.causes(open, facts);
        return causes.isEmpty()
                ? new Derived.Unexplained(open, reach.covers(open))
                : new Derived.Undecided(open, causes);
    }

    /**
     * @param transformations ids of those that changed what is expected
     */
    private record Held(Difference open, Set<String> transformations) {}

    private static Held held(Workload owner, Workload child, ClusterFacts facts) {
        if (owner.kind().makes().filter(child.kind()::equals).isEmpty()) {
            var change =
                    new FieldChange(
                            "kind",
                            Optional.of("what a " + owner.kind().kind() + " makes"),
                            Optional.of(child.kind().kind()));
            return new Held(new Difference(List.of(change)), Set.of());
        }
        DerivationRules rules = DerivationRules.current();
        Making.Made made = making(owner.kind(), rules).of(owner, child);
        JsonObject expected = defaulted(owner, made.expected(), child, rules);
        return child.kind().isPod()
                ? pod(new Making.Made(made.identity(), expected), owner, child, facts)
                : new Held(compared(made.identity(), expected, child), Set.of());
    }

    /** The choice of injectors that leaves least open. */
    private static Held pod(Making.Made made, Workload owner, Workload child, ClusterFacts facts) {
        List<DerivationRules.Named> rules = DerivationRules.current().pod(facts);
        Held best = null;
        for (List<Injector> injectors : facts.declarations().selections(child)) {
            var changing = new LinkedHashSet<String>();
            JsonObject expected = made.expected();
            // Injectors first: the API server runs its own plug-ins again over what they added.
            for (Injector injector : injectors) {
                JsonObject injected =
                        new Injection(injector, owner).explain(expected, child.tree());
                if (!injected.equals(expected)) {
                    changing.add("injectors");
                }
                expected = injected;
            }
            for (DerivationRules.Named named : rules) {
                JsonObject after = named.transformation().explain(expected, child.tree());
                if (!after.equals(expected)) {
                    changing.add(named.id());
                }
                expected = after;
            }
            Difference open = compared(made.identity(), expected, child);
            if (best == null || open.changes().size() < best.open().changes().size()) {
                best = new Held(open, changing);
            }
        }
        return Objects.requireNonNull(best);
    }

    /** Templates of built-in kinds have their defaults; those of custom kinds do not. */
    private static JsonObject defaulted(
            Workload owner, JsonObject expected, Workload child, DerivationRules rules) {
        return switch (owner.kind()) {
            case BuiltInKind builtIn -> expected;
            case CustomKind custom -> {
                TemplateDefaults defaults =
                        new TemplateDefaults(
                                rules.allowed("custom-root-defaults"),
                                rules.allowed("custom-root-copies"));
                JsonObject spec = expected.object("spec");
                if (child.kind().isPod()) {
                    yield expected.with("spec", defaults.in(spec, child.podSpec()));
                }
                JsonObject template = spec.object("template");
                JsonObject filled =
                        template.with(
                                "spec", defaults.in(template.object("spec"), child.podSpec()));
                yield expected.with("spec", spec.with("template", filled));
            }
        };
    }

    private static Making making(WorkloadKind kind, DerivationRules rules) {
        ChildIdentity identity = rules.identity();
        return switch (kind) {
            case BuiltInKind builtIn ->
                    switch (builtIn) {
                        case POD -> throw new IllegalArgumentException("a pod makes nothing");
                        case REPLICA_SET, REPLICATION_CONTROLLER -> PodMaking.plain(identity);
                        case DEPLOYMENT -> rules.deployment();
                        case STATEFUL_SET -> StatefulSetMaking.of(rules, identity);
                        case DAEMON_SET -> new DaemonSetMaking(rules, identity);
                        case JOB -> JobMaking.of(rules.allowed("job-completion-index"), identity);
                        case CRON_JOB -> CronJobMaking.of(rules, identity);
                    };
            case CustomKind custom -> {
                TemplateHash hash = TemplateHash.of(rules.allowed("custom-root-hash"));
                yield switch (custom.child()) {
                    case REPLICA_SET -> new ReplicaSetMaking(custom.hashLabel(), hash, identity);
                    case POD,
                            DEPLOYMENT,
                            STATEFUL_SET,
                            DAEMON_SET,
                            REPLICATION_CONTROLLER,
                            JOB,
                            CRON_JOB ->
                            PodMaking.custom(custom, identity, hash);
                };
            }
        };
    }

    /**
     * Equality is decided on the whole forms; the redacted ones only give it words. Should these
     * agree where the forms do not, the hashes are shown.
     */
    private static Difference compared(
            List<FieldChange> identity, JsonObject expected, Workload child) {
        CanonicalForm wanted =
                CanonicalForm.of(
                        new Workload(
                                child.kind(),
                                expected.with("metadata", expected.object("metadata"))));
        CanonicalForm live = CanonicalForm.of(child);
        var changes = new ArrayList<>(identity);
        if (!wanted.tree().equals(live.tree())) {
            List<FieldChange> fields =
                    Difference.between(wanted.redacted(), live.redacted()).changes();
            changes.addAll(fields);
            if (fields.isEmpty()) {
                changes.add(
                        new FieldChange(
                                "configuration hash",
                                Optional.of(wanted.hash().hex()),
                                Optional.of(live.hash().hex())));
            }
        }
        return changes.isEmpty() ? Difference.none() : new Difference(changes);
    }
}
