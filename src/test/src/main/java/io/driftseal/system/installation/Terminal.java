package io.driftseal.system.installation;

import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.cluster.Kubectl;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person at a terminal does with {@code kubectl}, and what they read from it.
 *
 * @param kubectl as whom
 */
public record Terminal(Kubectl kubectl) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        return (ObjectNode)
                JSON.readTree(run("get", resource, name, "-n", namespace, "-o", "json").require());
    }

    /** All objects that carry a label, as JSON, in the order of the answer. */
    public List<ObjectNode> list(String namespace, String resource, String selector) {
        JsonNode list =
                JSON.readTree(
                        run("get", resource, "-n", namespace, "-l", selector, "-o", "json")
                                .require());
        List<ObjectNode> items = new ArrayList<>();
        list.path("items").forEach(item -> items.add((ObjectNode) item));
        return items;
    }
}
