package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.stamp.AccessGrant;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for an access grant. */
@Command(
        name = "request",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ask for a signed permission to use one door of one object in one way, once or a few",
            "times, for a short time. Policy decides; you need the right to create accessgrants in",
            "the namespace. For example:",
            "  driftseal grant request exec web-1 -n shop -c app --reason 'INC-7: locks' -- psql -c '*'"
        },
        footer = {
            "%nIn COMMAND, * alone is any one argument, ** at the end any further ones, and a",
            "leading backslash takes the rest literally. Leave secrets out: others can read it.",
            Group.EXIT_CODES
        })
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class GrantRequestCommand implements Callable<Integer> {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private GrantPlace place;

    @Parameters(
            index = "0",
            paramLabel = "DOOR",
            description =
                    "exec, attach, port-forward, pod-proxy, service-proxy, node-proxy,"
                            + " ephemeral-container, resize or token-request.")
    private String door;

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "The pod, or the service, node or service account whose door it is.")
    private String name;

    @Parameters(
            index = "2..*",
            paramLabel = "COMMAND",
            description = "For exec, and for a debug container, after --.")
    private List<String> command = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "A ticket and what you look for; it is on record.")
    private String reason;

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            defaultValue = "",
            description = "For exec and attach, where the pod has several.")
    private String container;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            defaultValue = "",
            description = "For ephemeral-container: the image, as you will ask for it.")
    private String image;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "",
            description = "For the proxies, as you will write it in their path.")
    private String port;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--uses",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int uses;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Who may use it, if not you; policy says who may ask for others.")
    private String user;

    GrantRequestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        GrantState made = place.work(surroundings, this::create);
        AccessGrant grant =
                made.grant()
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        "nobody signed it, so it opens nothing: is the webhook"
                                                + " configuration driftseal-grant there?"));
        tell(made.name(), grant, spec.commandLine().getOut());
        return ExitCode.YES;
    }

    private GrantState create(KubernetesApi api) {
        return GrantState.of(
                api.create(
                                ResourceType.ACCESS_GRANTS,
                                object(),
                                WriteOptions.stored("driftseal-cli"))
                        .object());
    }

    private JsonObject object() {
        JsonObject.Builder asked =
                JsonObject.builder()
                        .put("door", door)
                        .put("name", name)
                        .put("reason", reason)
                        .put("lifetimeSeconds", minutes * 60L)
                        .put("uses", uses);
        if (!command.isEmpty()) {
            asked.put("command", JsonArray.ofStrings(command));
        }
        put(asked, "container", container);
        put(asked, "image", image);
        put(asked, "port", port);
        put(asked, "user", user);
        return JsonObject.builder()
                .put("apiVersion", ResourceType.ACCESS_GRANTS.apiVersion())
                .put("kind", ResourceType.ACCESS_GRANTS.kind())
                .put(
                        "metadata",
                        JsonObject.builder()
                                .put("name", objectName())
                                .put("namespace", place.namespace())
                                .build())
                .put("spec", asked.build())
                .build();
    }

    private static void put(JsonObject.Builder asked, String field, String text) {
        if (!text.isEmpty()) {
            asked.put(field, text);
        }
    }

    private String objectName() {
        var name = new StringBuilder("grant-");
        for (int i = 0; i < 8; i++) {
            name.append(LETTERS.charAt(surroundings.random().nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    private static void tell(String objectName, AccessGrant grant, PrintWriter out) {
        out.println(
                "Granted: "
                        + Outline.printable(grant.user())
                        + " may use "
                        + grant.scope().door()
                        + " of "
                        + grant.scope().subject()
                        + (grant.scope().container().isEmpty()
                                ? ""
                                : ", container " + grant.scope().container())
                        + (grant.scope().image().isEmpty()
                                ? ""
                                : " with image " + Outline.printable(grant.scope().image()))
                        + ", "
                        + (grant.uses() == 1 ? "once" : grant.uses() + " times")
                        + ", until "
                        + grant.notAfter()
                        + ".");
        out.println("Grant " + objectName + ", decision " + grant.id() + ".");
    }
}
