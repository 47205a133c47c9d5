package io.driftseal.workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The kinds that an installation stamps: the built-in ones and those an administrator named. */
public final class WorkloadKinds {

    /** Each is a watch of the scanner and a rule of every webhook configuration. */
    public static final int MAXIMUM_CUSTOM = 32;

    private static final WorkloadKinds BUILT_IN = new WorkloadKinds(List.of());

    private final List<WorkloadKind> all;

    private WorkloadKinds(List<CustomKind> custom) {
        var kinds = new ArrayList<WorkloadKind>(List.of(BuiltInKind.values()));
        kinds.addAll(custom);
        all = List.copyOf(kinds);
    }

    public static WorkloadKinds builtIn() {
        return BUILT_IN;
    }

    /**
     * @throws IllegalArgumentException if there are too many, or two share a name or a resource
     */
    public static WorkloadKinds with(List<CustomKind> custom) {
        if (custom.size() > MAXIMUM_CUSTOM) {
            throw new IllegalArgumentException(
                    "at most " + MAXIMUM_CUSTOM + " custom kinds can be named");
        }
        var kinds = new WorkloadKinds(custom);
        // a template where no rule can stand must stop the start, not the first request
        custom.forEach(kind -> FormRules.current().of(kind));
        var names = new HashSet<String>();
        for (WorkloadKind kind : kinds.all) {
            if (!names.add(kind.kindName().lowerCase())
                    || !names.add(kind.plural() + "/" + kind.group())) {
                throw new IllegalArgumentException("a kind is named twice: " + kind.kindName());
            }
        }
        return kinds;
    }

    public List<WorkloadKind> all() {
        return all;
    }

    /** The kind that Kubernetes writes as {@code apiVersion} and {@code kind}, if it is one. */
    public Optional<WorkloadKind> of(String apiVersion, String kind) {
        return all.stream()
                .filter(k -> k.kind().equals(kind) && k.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /** The kind of an owner that an object names. */
    public Optional<WorkloadKind> of(OwnerReference owner) {
        return of(owner.apiVersion(), owner.kind());
    }

    /** The kind of a resource as an admission request names it. */
    public Optional<WorkloadKind> ofResource(String group, String version, String plural) {
        return all.stream()
                .filter(k ->
                        k.plural().equals(plural)
                                && k.group().equals(group)
                                && k.version().equals(version))
                .findFirst();
    }

    /** The kinds whose controllers make such objects. */
    public List<WorkloadKind> makersOf(WorkloadKind child) {
        return all.stream().filter(kind -> kind.makes().filter(child::equals).isPresent()).toList();
    }

    /**
     * The owner that an object claims to be made by: its controller owner, if controllers of that
     * kind make such objects. An object of any other owner is nobody's child.
     */
    public Optional<OwnerReference> claimedParent(Workload workload) {
        return workload.controllerOwner()
                .filter(owner ->
                        of(owner)
                                .flatMap(WorkloadKind::makes)
                                .filter(workload.kind()::equals)
                                .isPresent());
    }
}
