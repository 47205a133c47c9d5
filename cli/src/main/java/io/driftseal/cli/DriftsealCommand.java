package io.driftseal.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command tree. */
@Command(
        name = "driftseal",
        mixinStandardHelpOptions = true,
        version = "driftseal 0.1.0",
        description = "Holds running workloads against what was approved at admission.",
        footer = Group.EXIT_CODES)
final class DriftsealCommand extends Group {

    private DriftsealCommand() {}

    static CommandLine create(Surroundings surroundings) {
        var root = new CommandLine(new DriftsealCommand());
        root.addSubcommand(
                new CommandLine(new KeysGroup())
                        .addSubcommand(new KeysInitCommand(surroundings))
                        .addSubcommand(new KeysRotateCommand(surroundings))
                        .addSubcommand(new KeysApproverCommand(surroundings))
                        .addSubcommand(new KeysApproversCommand(surroundings)));
        root.addSubcommand(
                new CommandLine(new StampGroup())
                        .addSubcommand(new StampShowCommand(surroundings))
                        .addSubcommand(new StampVerifyCommand(surroundings)));
        root.addSubcommand(new DiffCommand(surroundings));
        root.addSubcommand(new ApproveCommand(surroundings));
        root.addSubcommand(
                new CommandLine(new ApprovalGroup())
                        .addSubcommand(new ApprovalShowCommand(surroundings))
                        .addSubcommand(new ApprovalVerifyCommand(surroundings)));
        root.addSubcommand(
                new CommandLine(new EvidenceGroup())
                        .addSubcommand(new EvidenceVerifyCommand())
                        .addSubcommand(new EvidenceExportCommand())
                        .addSubcommand(new EvidenceInputsCommand(surroundings)));
        root.addSubcommand(
                new CommandLine(new IncidentsGroup())
                        .addSubcommand(new IncidentsListCommand())
                        .addSubcommand(new IncidentsShowCommand()));
        root.addSubcommand(new VerdictsCommand());
        root.addSubcommand(new DoorsCommand(surroundings));
        root.addSubcommand(new AdoptCommand());
        root.addSubcommand(new CoverageCommand(surroundings));
        root.addSubcommand(new EnforceCommand(surroundings));
        root.addSubcommand(
                new CommandLine(new BreakGlassGroup())
                        .addSubcommand(new BreakGlassOpenCommand(surroundings))
                        .addSubcommand(new BreakGlassListCommand(surroundings))
                        .addSubcommand(new BreakGlassEndCommand(surroundings)));
        root.addSubcommand(new OffCommand(surroundings));
        root.addSubcommand(new OnCommand(surroundings));
        root.addSubcommand(new UninstallCommand(surroundings));
        root.addSubcommand(
                new CommandLine(new DeadLettersGroup())
                        .addSubcommand(new DeadLettersListCommand())
                        .addSubcommand("resend", new DeadLetterChangeCommand("resend"))
                        .addSubcommand("discard", new DeadLetterChangeCommand("discard")));
        root.addSubcommand(
                new CommandLine(new PolicyGroup())
                        .addSubcommand(new PolicyExplainCommand(surroundings))
                        .addSubcommand(new PolicyRehearseCommand(surroundings))
                        .addSubcommand(new PolicyCheckCommand(surroundings))
                        .addSubcommand(new PolicyTestCommand(surroundings))
                        .addSubcommand(new PolicyBenchCommand(surroundings)));
        root.addSubcommand(
                new CommandLine(new RespondGroup())
                        .addSubcommand(new HandTokenCommand(surroundings))
                        .addSubcommand(new UndoCommand()));
        root.addSubcommand(
                new CommandLine(new GrantGroup())
                        .addSubcommand(new GrantRequestCommand(surroundings))
                        .addSubcommand(new GrantListCommand(surroundings))
                        .addSubcommand(new GrantShowCommand(surroundings))
                        .addSubcommand(new GrantRevokeCommand(surroundings)));
        root.setExecutionExceptionHandler(DriftsealCommand::report);
        return root;
    }

    /** One sentence, no stack trace: it would tell a user nothing and may hold what was read. */
    private static int report(
            Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
        String sentence =
                exception instanceof CommandFailedException
                        ? String.valueOf(exception.getMessage())
                        : "internal error ("
                                + exception.getClass().getSimpleName()
                                + "); please report it with the command you ran";
        command.getErr().println("driftseal: " + sentence);
        return ExitCode.NO;
    }

    @Command(
            name = "keys",
            mixinStandardHelpOptions = true,
            description = "Make and rotate the keys of an installation.",
            footer = EXIT_CODES)
    static final class KeysGroup extends Group {}

    @Command(
            name = "stamp",
            mixinStandardHelpOptions = true,
            description = "Show and verify the stamps of an object.",
            footer = EXIT_CODES)
    static final class StampGroup extends Group {}

    @Command(
            name = "approval",
            mixinStandardHelpOptions = true,
            description = "Show and verify the approval that an object carries.",
            footer = EXIT_CODES)
    static final class ApprovalGroup extends Group {}

    @Command(
            name = "break-glass",
            mixinStandardHelpOptions = true,
            description = "Let a namespace that enforces pass everything for a while.",
            footer = EXIT_CODES)
    static final class BreakGlassGroup extends Group {}

    @Command(
            name = "evidence",
            mixinStandardHelpOptions = true,
            description = "Export and verify the evidence chain.",
            footer = EXIT_CODES)
    static final class EvidenceGroup extends Group {}

    @Command(
            name = "incidents",
            mixinStandardHelpOptions = true,
            description = "Read incidents from the drift scanner.",
            footer = EXIT_CODES)
    static final class IncidentsGroup extends Group {}

    @Command(
            name = "dead-letters",
            mixinStandardHelpOptions = true,
            description =
                    "Read the messages and records that a receiver refused for good; send or"
                            + " discard them.",
            footer = EXIT_CODES)
    static final class DeadLettersGroup extends Group {}

    @Command(
            name = "policy",
            mixinStandardHelpOptions = true,
            description = "Look at policies before a service loads them.",
            footer = EXIT_CODES)
    static final class PolicyGroup extends Group {}

    @Command(
            name = "respond",
            mixinStandardHelpOptions = true,
            description = "Hand the responder what it needs, and take responses back.",
            footer = EXIT_CODES)
    static final class RespondGroup extends Group {}

    @Command(
            name = "grant",
            mixinStandardHelpOptions = true,
            description = "Ask for access grants, see them and take them back.",
            footer = EXIT_CODES)
    static final class GrantGroup extends Group {}
}
