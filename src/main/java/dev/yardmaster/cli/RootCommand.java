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
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

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
     * @param word its first word, whose commands are described in full; the others are described as far as the list of commands needs it
     */
    CommandLine with(String word) {
        CommandLine root = first();
        CommandTree.addTo(root, runner(), word);
        return last(root);
    }

    /** All commands, described in full. */
    CommandLine withAll() {
        CommandLine root = first();
        CommandTree.addAllTo(root, runner());
        return last(root);
    }

    private ApiCommandRunner runner() {
        return new ApiCommandRunner(targets, out, TerminalWidth::ofOutput);
    }

    private Screen screen() {
        return Screen.of(TerminalWidth.ofOutput(), environment);
    }

    private CommandLine first() {
        return new CommandLine(new YardmasterCommand())
                .addSubcommand(new StatusCommand(targets, out))
                .addSubcommand(new StopCommand(home, out))
                .addSubcommand(new TopCommand(
                        targets, environment, new LiveSession(out, this::screen)::show, out, TerminalWidth::ofOutput))
                .addSubcommand(new DoctorCommand(environment));
    }

    private CommandLine last(CommandLine root) {
        group(root, "agent").addSubcommand(new AgentStreamCommand(targets, out, this::screen));
        group(root, "session").addSubcommand(new SessionStreamCommand(targets, out, this::screen));
        return root.addSubcommand(new LoginCommand(contexts, out))
                .addSubcommand(new ContextCommand(contexts, out))
                .addSubcommand(new CompletionCommand(out))
                .addSubcommand(new CompleteCommand(new Candidates(this::withAll, targets), out))
                .addSubcommand(new HelpCommand())
                // @FILE stands for the content of a file in one value, not for more arguments.
                .setExpandAtFiles(false);
    }

    private static CommandLine group(CommandLine root, String name) {
        return Objects.requireNonNull(root.getSubcommands().get(name));
    }
}
