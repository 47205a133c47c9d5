package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.workload.json.JsonObject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Switches admission off, for a while. */
@Command(
        name = "off",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Switch admission off for a while: within seconds nothing is asked of the webhook,"
                    + " in the whole cluster, and nothing of Driftseal has to run for it. Who, why"
                    + " and until when stand on the webhook configurations, and are an incident of"
                    + " the drift scanner.",
            "For one namespace use 'driftseal break-glass'."
        },
        footer = {
            "%nThe responder switches on again at the end. The admission policies stay: they"
                    + " refuse only writes to what is Driftseal's, and denied tokens.",
            Group.EXIT_CODES
        })
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class OffCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Mixin private ClusterOptions cluster;

    @ArgGroup(multiplicity = "1")
    private What what;

    /** Either look, or switch. */
    static final class What {
        @Option(names = "--show", description = "Change nothing; say whether it is off.")
        private boolean show;

        @ArgGroup(exclusive = false)
        private ForAWhile switching;
    }

    OffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Instant now = surroundings.clock().instant();
        if (what.show) {
            try (KubernetesApi api = cluster.connect(surroundings)) {
                return show(new OwnWebhooks(api).registered(), now);
            }
        }
        ForAWhile asked = what.switching.checked(spec.commandLine(), OffSwitch.LONGEST);
        try (KubernetesApi api = cluster.connect(surroundings)) {
            OffSwitch off = off(api, asked, now);
            new OwnWebhooks(api).change(off::off);
            spec.commandLine()
                    .getOut()
                    .println(
                            "Off until "
                                    + off.until()
                                    + ": nothing is asked of the webhook, everything passes unstamped."
                                    + " On again: driftseal on");
        }
        return ExitCode.YES;
    }

    private OffSwitch off(KubernetesApi api, ForAWhile asked, Instant now)
            throws CommandFailedException {
        String by = Caller.of(api).username();
        try {
            return new OffSwitch(now.plus(asked.lasting()), by, asked.reason());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int show(Map<String, JsonObject> registered, Instant now) {
        PrintWriter out = spec.commandLine().getOut();
        boolean anyOff = false;
        for (Map.Entry<String, JsonObject> configuration : registered.entrySet()) {
            Optional<OffSwitch> off = OffSwitch.of(configuration.getValue(), now);
            anyOff |= off.isPresent();
            out.println(configuration.getKey() + ": " + off.map(o -> words(o, now)).orElse("on"));
        }
        return anyOff ? ExitCode.NO : ExitCode.YES;
    }

    private static String words(OffSwitch off, Instant now) {
        String end =
                off.until().equals(Instant.EPOCH)
                        ? "off with no end that counts"
                        : off.hasEnded(now)
                                ? "still off, though it ended at " + off.until()
                                : "off until " + off.until();
        return end
                + ", by "
                + (off.by().isEmpty() ? "nobody named" : Outline.printable(off.by()))
                + ": "
                + Outline.printable(off.reason());
    }
}
