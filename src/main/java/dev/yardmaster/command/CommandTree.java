package dev.yardmaster.command;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes the commands of the table known to the parser of command lines. */
public final class CommandTree {
    /** All groups, in the order of the help. */
    public static final List<CommandGroup> GROUPS = List.of(
            AgentGroup.GROUP,
            TaskGroup.GROUP,
            WorkGroups.PLANS,
            TriggerGroup.GROUP,
            SessionGroup.GROUP,
            MailGroups.MESSAGES,
            MailGroups.INBOX,
            QuestionGroup.GROUP,
            QuestionGroup.NEEDS,
            ApprovalGroups.APPROVALS,
            ApprovalGroups.RULES,
            WorkGroups.POOLS,
            WorkGroups.LIMITS,
            WorkGroups.DISPATCHER,
            WorkGroups.PROJECTS,
            WorktreeGroup.GROUP,
            ReviewGroup.GROUP,
            WorkspaceGroups.PROVIDERS,
            WorkspaceGroups.EXECUTABLES,
            WorkspaceGroups.SETTINGS_GROUP,
            WorkspaceGroups.PROMPTS,
            WorkspaceGroups.BUDGETS,
            WorkspaceGroups.USAGE,
            AccessGroups.LOG,
            AccessGroups.TOKENS,
            AccessGroups.WEBHOOKS);

    /** The names of all settings of the workspace. */
    public static final Set<String> SETTINGS = Settings.TYPES.keySet();

    private CommandTree() {}

    /**
     * Adds all groups below a command.
     *
     * @param inFull the names of the groups that get their commands; the others are only {@linkplain #listed listed}
     */
    public static void addTo(CommandLine root, ApiCommandRunner runner, Predicate<String> inFull) {
        for (CommandGroup group : GROUPS) {
            root.addSubcommand(
                    group.name(),
                    inFull.test(group.name()) ? group(group, runner) : listed(group.name(), group.summary()));
        }
    }

    /** A command without arguments and commands of its own, for the list of commands. */
    public static CommandLine listed(String name, String... summary) {
        CommandSpec spec = CommandSpec.create().name(name).addOption(help());
        spec.usageMessage().description(summary).synopsisSubcommandLabel("COMMAND");
        return new CommandLine(spec);
    }

    private static CommandLine group(CommandGroup group, ApiCommandRunner runner) {
        ApiCommand first = group.commands().getFirst();
        if (first.name().isEmpty()) {
            return command(group.name(), first, runner);
        }
        CommandLine line = listed(group.name(), group.summary());
        group.commands().forEach(command -> add(line, command, runner));
        return line;
    }

    /** Adds a command below its group, or below the word that the command's name has before a space. */
    private static void add(CommandLine group, ApiCommand command, ApiCommandRunner runner) {
        String[] words = command.name().split(" ");
        String word = words[words.length - 1];
        CommandLine parent = words.length == 1 ? group : kind(group, words[0]);
        parent.addSubcommand(
                word, command(word, command, runner), command.aliases().toArray(String[]::new));
    }

    private static CommandLine kind(CommandLine group, String word) {
        CommandLine existing = group.getSubcommands().get(word);
        if (existing != null) {
            return existing;
        }
        CommandLine kind = listed(word, "Shows, sets and removes the budgets of this kind.");
        group.addSubcommand(word, kind);
        return kind;
    }

    private static CommandLine command(String word, ApiCommand command, ApiCommandRunner runner) {
        var options = new OutputOptions();
        CommandSpec[] self = new CommandSpec[1];
        Callable<Integer> call = () ->
                runner.run(command, new GivenArguments(self[0].commandLine().getParseResult()), options);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(call).name(word).addOption(help());
        self[0] = spec;
        spec.usageMessage().description(command.summary()).abbreviateSynopsis(true);
        command.arguments().stream()
                .filter(Argument::isPositional)
                .forEach(it -> spec.addPositional(positional(spec, it)));
        command.arguments().stream().filter(it -> !it.isPositional()).forEach(it -> spec.addOption(option(it)));
        if (command.isPatch()) {
            spec.addOption(OptionSpec.builder("--unset")
                    .paramLabel("OPTION,…")
                    .arity("1")
                    .type(String[].class)
                    .auxiliaryTypes(String.class)
                    .description("Options, without dashes, whose values are reset.")
                    .build());
        }
        if (command.isRead()) {
            spec.addOption(OptionSpec.builder("-w", "--watch")
                    .description("Repeat every two seconds until Ctrl-C.")
                    .type(boolean.class)
                    .build());
        }
        if (command.isConfirmed()) {
            spec.addOption(OptionSpec.builder("-y", "--yes")
                    .description("Do not ask for a confirmation.")
                    .type(boolean.class)
                    .build());
        }
        spec.addMixin("request", CommandSpec.forAnnotatedObject(options));
        return Examples.first(new CommandLine(spec), command.examples());
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Show this help.")
                .build();
    }

    private static PositionalParamSpec positional(CommandSpec spec, Argument argument) {
        int index = spec.positionalParameters().size();
        boolean optional = argument.label().startsWith("[");
        PositionalParamSpec.Builder positional = PositionalParamSpec.builder()
                .paramLabel(argument.label())
                .description(argument.description())
                .hideParamSyntax(optional)
                .required(!optional)
                .type(String.class);
        return argument.isRepeated()
                ? positional
                        .index(index + "..*")
                        .arity("1..*")
                        .type(String[].class)
                        .auxiliaryTypes(String.class)
                        .build()
                : positional
                        .index(Integer.toString(index))
                        .arity(optional ? "0..1" : "1")
                        .build();
    }

    private static OptionSpec option(Argument argument) {
        OptionSpec.Builder option =
                OptionSpec.builder(argument.names().toArray(String[]::new)).description(argument.description());
        // A word after an option with a truth value belongs to it only if it is true or false.
        return argument.type() == ValueType.FLAG
                ? option.type(Boolean.class)
                        .arity("0..1")
                        .fallbackValue("true")
                        .paramLabel("true|false")
                        .build()
                : option.type(String[].class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(argument.label())
                        .build();
    }
}
