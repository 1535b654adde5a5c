package dev.yardmaster.cli;

import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Targets;
import dev.yardmaster.command.ApiCommandRunner;
import dev.yardmaster.command.Candidates;
import dev.yardmaster.command.CommandTree;
import dev.yardmaster.doctor.DoctorCommand;
import dev.yardmaster.follow.AgentStreamCommand;
import dev.yardmaster.follow.LiveSession;
import dev.yardmaster.follow.Screen;
import dev.yardmaster.follow.SessionStreamCommand;
import dev.yardmaster.server.ServerOptions;
import dev.yardmaster.terminal.TerminalWidth;
import dev.yardmaster.top.TopCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's name with all commands below it. */
final class RootCommand {
    private final Map<String, String> environment;
    private final PrintStream out;
    private final Path home;
    private final Contexts contexts;
    private final Targets targets;

    /**
     * @param environment the environment variables
     * @param out the standard output
     */
    RootCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
        this.home = ServerOptions.defaultHome(environment);
        this.contexts = new Contexts(Contexts.defaultFile(environment, ServerOptions.userHome(environment)));
        this.targets = new Targets(environment, contexts, home);
    }

    /**
     * The commands for one command line.
     *
     * @param word its first word, whose commands are described in full. The others are only listed, because their description takes longer
     *     than a call
     */
    CommandLine with(String word) {
        return commands(word::equals);
    }

    /** All commands, described in full. */
    CommandLine withAll() {
        return commands(_ -> true);
    }

    private CommandLine commands(Predicate<String> inFull) {
        var root = new CommandLine(new YardmasterCommand());
        var annotated = new AnnotatedCommands(root, inFull);
        annotated.add(StartCommand.class, StartCommand::new);
        annotated.add(StopCommand.class, () -> new StopCommand(home, out));
        annotated.add(StatusCommand.class, () -> new StatusCommand(targets, out));
        annotated.add(TopCommand.class, this::top);
        annotated.add(DoctorCommand.class, () -> new DoctorCommand(environment));
        annotated.add(DemoCommand.class, DemoCommand::new);
        annotated.add(DemoAgentCommand.class, DemoAgentCommand::new);
        CommandTree.addTo(root, new ApiCommandRunner(targets, out, TerminalWidth::ofOutput), inFull);
        addStreams(root, inFull);
        annotated.add(LoginCommand.class, () -> new LoginCommand(targets, contexts, out));
        annotated.add(ContextCommand.class, () -> new ContextCommand(contexts, out));
        annotated.add(CompletionCommand.class, () -> new CompletionCommand(out));
        annotated.add(CompleteCommand.class, () -> new CompleteCommand(new Candidates(this::withAll, targets), out));
        root.addSubcommand(
                CommandLines.HELP,
                CommandTree.listed(CommandLines.HELP, "Shows the help of a command: help agent list"));
        // @FILE stands for the content of a file in one value, not for more arguments.
        return root.setExpandAtFiles(false);
    }

    /** Adds commands whose classes describe them by annotations. */
    private record AnnotatedCommands(CommandLine root, Predicate<String> inFull) {
        void add(Class<?> type, Supplier<?> command) {
            Command description = Objects.requireNonNull(type.getAnnotation(Command.class));
            if (inFull.test(description.name())) {
                root.addSubcommand(command.get());
            } else {
                CommandLine listed = CommandTree.listed(description.name(), description.description());
                listed.getCommandSpec().usageMessage().hidden(description.hidden());
                root.addSubcommand(description.name(), listed);
            }
        }
    }

    private void addStreams(CommandLine root, Predicate<String> inFull) {
        if (inFull.test("agent")) {
            group(root, "agent").addSubcommand(new AgentStreamCommand(targets, out, this::screen));
        }
        if (inFull.test("session")) {
            group(root, "session").addSubcommand(new SessionStreamCommand(targets, out, this::screen));
        }
    }

    private static CommandLine group(CommandLine root, String name) {
        return Objects.requireNonNull(root.getSubcommands().get(name));
    }

    private TopCommand top() {
        return new TopCommand(
                targets, environment, new LiveSession(out, this::screen)::show, out, TerminalWidth::ofOutput);
    }

    private Screen screen() {
        return Screen.of(TerminalWidth.ofOutput(), environment);
    }
}
