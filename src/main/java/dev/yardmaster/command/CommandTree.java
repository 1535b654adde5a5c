package dev.yardmaster.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes the commands of the table known to the parser of command lines. */
public final class CommandTree {
    /** All groups, in the order of the help. */
    public static final List<CommandGroup> GROUPS = List.of(
            AgentCommands.GROUP,
            TaskCommands.GROUP,
            SessionCommands.GROUP,
            WorkspaceCommands.POOLS,
            WorkspaceCommands.LIMITS,
            WorkspaceCommands.DISPATCHER,
            WorkspaceCommands.PROJECTS,
            WorkspaceCommands.EXECUTABLES);

    private CommandTree() {}

    /** Adds all groups below a command. */
    public static void addTo(CommandLine root, CommandRunner runner) {
        GROUPS.forEach(group -> root.addSubcommand(group.name(), group(group, runner)));
    }

    private static CommandLine group(CommandGroup group, CommandRunner runner) {
        CommandSpec spec = CommandSpec.create().name(group.name()).mixinStandardHelpOptions(true);
        spec.usageMessage().description(group.summary());
        var line = new CommandLine(spec);
        group.commands().forEach(command -> line.addSubcommand(command.name(), command(command, runner), aliases(command)));
        return line;
    }

    private static String[] aliases(ApiCommand command) {
        return command.aliases().toArray(String[]::new);
    }

    private static CommandLine command(ApiCommand command, CommandRunner runner) {
        var options = new RequestOptions();
        CommandSpec[] self = new CommandSpec[1];
        Callable<Integer> call = () -> runner.run(command, new Given(self[0].commandLine().getParseResult(), command), options);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(call).name(command.name()).mixinStandardHelpOptions(true);
        self[0] = spec;
        spec.usageMessage().description(command.summary());
        spec.addMixin("request", CommandSpec.forAnnotatedObject(options));
        for (String variable : command.pathVariables()) {
            spec.addPositional(positional(spec, variable.toUpperCase(java.util.Locale.ROOT), "The " + variable + "."));
        }
        command.positionals().forEach(it -> spec.addPositional(positional(spec, it.label(), it.description())));
        command.options().forEach(it -> spec.addOption(option(it)));
        if (command.confirmed()) {
            spec.addOption(OptionSpec.builder("-y", "--yes").description("Do not ask.").type(boolean.class).build());
        }
        return new CommandLine(spec);
    }

    private static PositionalParamSpec positional(CommandSpec spec, String label, String description) {
        return PositionalParamSpec.builder()
                .index(Integer.toString(spec.positionalParameters().size()))
                .paramLabel(label)
                .arity("1")
                .type(String.class)
                .description(description)
                .build();
    }

    private static OptionSpec option(CommandOption option) {
        OptionSpec.Builder spec = OptionSpec.builder(option.name())
                .description(option.description())
                .type(String[].class)
                .auxiliaryTypes(String.class);
        return option.type() == ValueType.FLAG
                ? spec.arity("0..1").fallbackValue("true").paramLabel("true|false").build()
                : spec.arity("1").paramLabel(option.label()).build();
    }
}
