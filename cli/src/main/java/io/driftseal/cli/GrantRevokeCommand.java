package io.driftseal.cli;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes access grants back. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = {
            "Take an access grant back: it opens nothing from then on. What was entered before",
            "stays entered. With --over, remove those that have expired or are used up."
        },
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class GrantRevokeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private GrantPlace place;

    @ArgGroup(multiplicity = "1")
    private Which which;

    /** One or those that are over. */
    static final class Which {
        @Parameters(paramLabel = "GRANT", description = "Name of the AccessGrant object.")
        private String name = "";

        @Option(names = "--over", description = "All that opened their last door.")
        private boolean over;
    }

    GrantRevokeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        List<String> gone = place.work(surroundings, this::revoke);
        gone.forEach(name -> spec.commandLine().getOut().println("Revoked " + name + "."));
        return ExitCode.YES;
    }

    private List<String> revoke(KubernetesApi api) throws CommandFailedException {
        List<String> names = which.over ? over(api) : List.of(which.name);
        for (String name : names) {
            String uid = place.existing(api, name).string("metadata", "uid").orElse("");
            api.delete(ResourceType.ACCESS_GRANTS, place.key(name), DeleteOptions.ofUid(uid));
        }
        return names;
    }

    private List<String> over(KubernetesApi api) {
        Instant now = surroundings.clock().instant();
        return api
                .list(
                        ResourceType.ACCESS_GRANTS,
                        Selection.inNamespace(place.namespace()),
                        PageRequest.first())
                .items()
                .stream()
                .map(GrantState::of)
                .filter(state -> state.over(now))
                .map(GrantState::name)
                .toList();
    }
}
