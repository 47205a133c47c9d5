package io.driftseal.cli;

import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.stamp.AccessGrant;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the access grants of a namespace. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "List the access grants of a namespace, open ones only unless --all is given.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class GrantListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private GrantPlace place;

    @Option(names = "--all", description = "Expired and used ones, too.")
    private boolean all;

    GrantListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        ObjectPage page =
                place.work(
                        surroundings,
                        api ->
                                api.list(
                                        ResourceType.ACCESS_GRANTS,
                                        Selection.inNamespace(place.namespace()),
                                        PageRequest.first()));
        Instant now = surroundings.clock().instant();
        PrintWriter out = spec.commandLine().getOut();
        page.items().stream()
                .map(GrantState::of)
                .filter(state -> all || !state.over(now))
                .forEach(state -> out.println(line(state, now)));
        return ExitCode.YES;
    }

    private static String line(GrantState state, Instant now) {
        return state.name()
                + "  "
                + state.word(now)
                + state.grant().map(grant -> "  " + words(grant, state.used())).orElse("");
    }

    private static String words(AccessGrant grant, long used) {
        return grant.scope().door()
                + " of "
                + grant.scope().subject()
                + " for "
                + Outline.printable(grant.user())
                + "  used "
                + used
                + "/"
                + grant.uses()
                + "  until "
                + grant.notAfter()
                + "  "
                + Outline.printable(grant.reason());
    }
}
