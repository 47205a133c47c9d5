package io.driftseal.cli.doors;

import io.driftseal.workload.BuiltInKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One way by which a workload is made, changed or entered through the API server, and what watches
 * it in a complete installation.
 *
 * @param name as policies, records and people call it
 * @param group API group of the resource
 * @param resource {@code pods/exec}, or {@code pods}
 * @param operation of an admission review
 * @param namespaced whether namespace selectors apply to it
 * @param closesInEnforce whether a webhook that fails closed must watch it in an enforce namespace
 */
public record Entrance(
        String name,
        String group,
        String resource,
        String operation,
        boolean namespaced,
        boolean closesInEnforce) {

    private static final String CONNECT = "CONNECT";

    /** In the order in which they are shown. */
    public static List<Entrance> all() {
        List<Entrance> all = new ArrayList<>();
        for (BuiltInKind kind : BuiltInKind.values()) {
            for (String operation : List.of("CREATE", "UPDATE")) {
                all.add(
                        new Entrance(
                                (operation + "-" + kind.kind()).toLowerCase(Locale.ROOT),
                                kind.group(),
                                kind.plural(),
                                operation,
                                true,
                                true));
            }
        }
        all.add(core("exec", "pods/exec", CONNECT));
        all.add(core("attach", "pods/attach", CONNECT));
        all.add(core("port-forward", "pods/portforward", CONNECT));
        all.add(core("pod-proxy", "pods/proxy", CONNECT));
        all.add(core("service-proxy", "services/proxy", CONNECT));
        all.add(new Entrance("node-proxy", "", "nodes/proxy", CONNECT, false, false));
        all.add(core("ephemeral-container", "pods/ephemeralcontainers", "UPDATE"));
        all.add(core("resize", "pods/resize", "UPDATE"));
        // A drain must go on without us.
        all.add(new Entrance("eviction", "", "pods/eviction", "CREATE", true, false));
        all.add(core("token-request", "serviceaccounts/token", "CREATE"));
        return List.copyOf(all);
    }

    private static Entrance core(String name, String resource, String operation) {
        return new Entrance(name, "", resource, operation, true, true);
    }
}
