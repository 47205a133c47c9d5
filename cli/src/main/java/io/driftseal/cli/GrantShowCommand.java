package io.driftseal.cli;

import io.driftseal.stamp.AccessGrant;
import io.driftseal.stamp.GrantRefusedException;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.workload.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one access grant. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show one access grant, and with --keys whether its signature holds.",
        footer = Group.EXIT_CODES)
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class GrantShowCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private GrantPlace place;

    @Parameters(paramLabel = "GRANT", description = "Name of the AccessGrant object.")
    private String name;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "grant-verification.json; without it nothing is verified.")
    private @Nullable Path keys;

    GrantShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        JsonObject object = place.work(surroundings, api -> place.existing(api, name));
        GrantState state = GrantState.of(object);
        PrintWriter out = spec.commandLine().getOut();
        out.println("state: " + state.word(surroundings.clock().instant()));
        state.grant().ifPresent(grant -> print(grant, state.used(), out));
        return verify(object, out);
    }

    private int verify(JsonObject object, PrintWriter out) throws CommandFailedException {
        if (keys == null) {
            out.println("signature: not verified (no --keys)");
            return ExitCode.YES;
        }
        try {
            SignedGrant.verify(
                    object.string("metadata", "annotations", SignedGrant.ANNOTATION).orElse(""),
                    KeyFileOption.read(keys, KeyPurpose.GRANT));
            out.println("signature: holds");
            return ExitCode.YES;
        } catch (GrantRefusedException e) {
            out.println("signature: does NOT hold: " + e.getMessage());
            return ExitCode.NO;
        }
    }

    private static void print(AccessGrant grant, long used, PrintWriter out) {
        out.println("door: " + grant.scope().door() + " of " + grant.scope().subject());
        line(out, "uid", grant.scope().uid());
        line(out, "container", grant.scope().container());
        line(out, "image", grant.scope().image());
        line(out, "command", String.join(" ", grant.command().arguments()));
        line(out, "port", grant.scope().port());
        line(out, "user", grant.user());
        line(out, "requester", grant.requester());
        line(out, "reason", grant.reason());
        line(out, "decision", grant.id());
        out.println("valid: " + grant.notBefore() + " to " + grant.notAfter());
        out.println("used: " + used + " of " + grant.uses());
    }

    private static void line(PrintWriter out, String name, String text) {
        if (!text.isEmpty()) {
            out.println(name + ": " + Outline.printable(text));
        }
    }
}
