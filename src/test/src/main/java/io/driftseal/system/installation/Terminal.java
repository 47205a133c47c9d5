package io.driftseal.system.installation;

import io.driftseal.system.cluster.ApiObjects;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.cluster.Kubectl;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person at a terminal does with {@code kubectl}, and what there is then.
 *
 * @param kubectl as whom they do it
 * @param objects what there is, whoever looks
 */
public record Terminal(Kubectl kubectl, ApiObjects objects) {

    /** An admin's. */
    public static Terminal of(Cluster cluster) {
        return new Terminal(cluster.kubectl(), cluster.objects());
    }

    /** Runs {@code kubectl}; a failure is an answer, not an exception. */
    public CommandResult run(String... arguments) {
        return kubectl.run(arguments);
    }

    /** Runs {@code kubectl} with this standard input. */
    public CommandResult runWithInput(String input, String... arguments) {
        return kubectl.runWithInput(input, arguments);
    }

    /** {@code kubectl apply -f -} with further flags. */
    public CommandResult apply(String manifest, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("apply", "-f", "-"));
        arguments.addAll(List.of(flags));
        return kubectl.runWithInput(manifest, arguments.toArray(String[]::new));
    }

    /** One object as JSON. */
    public ObjectNode get(String namespace, String resource, String name) {
        return objects.get(namespace, resource, name);
    }

    /** All objects that carry a label, as JSON, in the order of the answer. */
    public List<ObjectNode> list(String namespace, String resource, String selector) {
        return objects.list(namespace, resource, selector);
    }
}
