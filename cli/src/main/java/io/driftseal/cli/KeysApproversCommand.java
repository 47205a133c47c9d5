package io.driftseal.cli;

import io.driftseal.stamp.ApproverFiles;
import io.driftseal.stamp.ApproverKey;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.KeyFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and changes the list of approvers that administrators keep. */
@Command(
        name = "approvers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show or change the list of approvers whose word counts.",
            "Hand the list to the webhook: it reads it again when it changes."
        },
        footer = {
            "%nA revoked key stays listed, so that whoever meets it hears so, and nothing that it"
                    + " signed counts any more, whenever it was signed.",
            Group.EXIT_CODES
        })
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
final class KeysApproversCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "LIST", description = "approvers.json; made by the first --add.")
    private Path list;

    @Option(
            names = "--add",
            paramLabel = "ENTRY",
            description = "What 'driftseal keys approver' wrote as its --entry.")
    private List<Path> added = new ArrayList<>();

    @Option(names = "--revoke", paramLabel = "KEY", description = "The id of a listed key.")
    private List<String> revoked = new ArrayList<>();

    KeysApproversCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailedException {
        Instant now = surroundings.clock().instant();
        boolean changes = !added.isEmpty() || !revoked.isEmpty();
        try {
            boolean first = !added.isEmpty() && !Files.exists(list);
            List<ApproverKey> keys =
                    new ArrayList<>(first ? List.of() : ApproverFiles.readRing(list).keys());
            for (Path entry : added) {
                keys.addAll(ApproverFiles.readRing(entry).keys());
            }
            for (String kid : revoked) {
                revoke(keys, kid, now);
            }
            if (changes) {
                ApproverFiles.writeRing(list, ring(keys));
            }
            print(keys, now);
        } catch (KeyFileException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.YES;
    }

    private static ApproverRing ring(List<ApproverKey> keys) throws CommandFailedException {
        try {
            return new ApproverRing(keys);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("the list was not changed: " + e.getMessage(), e);
        }
    }

    private static void revoke(List<ApproverKey> keys, String kid, Instant now)
            throws CommandFailedException {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).key().kid().equals(kid)) {
                keys.set(i, keys.get(i).revoked(now));
                return;
            }
        }
        throw new CommandFailedException("the list was not changed: it has no key of this id");
    }

    private void print(List<ApproverKey> keys, Instant now) {
        Table table = new Table("KEY", "APPROVER", "STATE");
        keys.forEach(key -> table.row(key.key().kid(), key.identity(), state(key, now)));
        table.print(spec.commandLine().getOut());
    }

    private static String state(ApproverKey key, Instant now) {
        Instant end = key.key().validity().notAfter();
        return key.revokedAt()
                .map(time -> "revoked at " + time)
                .orElse(now.isAfter(end) ? "signs no more since " + end : "signs until " + end);
    }
}
