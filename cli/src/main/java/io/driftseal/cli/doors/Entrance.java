package io.driftseal.cli.doors;

import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.CustomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way by which a workload is made, changed or entered through the API server, and what watches
 * it in a complete installation.
 *
 * @param name as policies, records and people call it
 * @param group API group of the resource
 * @param version of that group in which it is asked about
 * @param resource {@code pods/exec}, or {@code pods}
 * @param operation of an admission review
 * @param namespaced whether namespace selectors apply to it
 * @param closesInEnforce whether a webhook that fails closed must watch it in an enforce namespace
 */
public record Entrance(
        String name,
        String group,
        String version,
        String resource,
        String operation,
        boolean namespaced,
        boolean closesInEnforce) {

    private static final String CONNECT = "CONNECT";

    /** Those of every installation, in the order in which they are shown. */
    public static List<Entrance> all() {
        List<Entrance> all = new ArrayList<>();
        for (BuiltInKind kind : BuiltInKind.values()) {
            all.addAll(written(kind.kind(), kind.group(), "v1", kind.plural()));
        }
        all.add(core("exec", "pods/exec", CONNECT));
        all.add(core("attach", "pods/attach", CONNECT));
        all.add(core("port-forward", "pods/portforward", CONNECT));
        all.add(core("pod-proxy", "pods/proxy", CONNECT));
        all.add(core("service-proxy", "services/proxy", CONNECT));
        all.add(new Entrance("node-proxy", "", "v1", "nodes/proxy", CONNECT, false, false));
        all.add(core("ephemeral-container", "pods/ephemeralcontainers", "UPDATE"));
        all.add(core("resize", "pods/resize", "UPDATE"));
        // A drain must go on without us.
        all.add(new Entrance("eviction", "", "v1", "pods/eviction", "CREATE", true, false));
        all.add(core("token-request", "serviceaccounts/token", "CREATE"));
        return List.copyOf(all);
    }

    /** Those of a kind that an administrator named; two groups may have one of the same name. */
    static List<Entrance> of(CustomKind kind) {
        return written(
                kind.kind() + "." + kind.group(), kind.group(), kind.version(), kind.plural());
    }

    private static List<Entrance> written(
            String kind, String group, String version, String plural) {
        return Stream.of("CREATE", "UPDATE")
                .map(operation ->
                        new Entrance(
                                (operation + "-" + kind).toLowerCase(Locale.ROOT),
                                group,
                                version,
                                plural,
                                operation,
                                true,
                                true))
                .toList();
    }

    private static Entrance core(String name, String resource, String operation) {
        return new Entrance(name, "", "v1", resource, operation, true, true);
    }
}
