package dev.yardmaster.command;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.Targets;
import dev.yardmaster.terminal.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds the words that can follow on a command line: commands, options, and the names of the things that the service knows. */
public final class Candidates {
    /** What the service lists for the label of a value: the path of the list, and the field of an item. */
    private static final Map<String, Named> LISTS = Map.of(
            "AGENT", new Named("/api/agents?limit=1000", "name"),
            "PROJECT", new Named("/api/projects?limit=1000", "name"),
            "PLAN", new Named("/api/plans?limit=1000", "name"),
            "POOL", new Named("/api/pools?limit=1000", "name"),
            "PROVIDER", new Named("/api/providers", "id"),
            "EXECUTABLE", new Named("/api/executables?limit=1000", "name"),
            "WEBHOOK", new Named("/api/webhooks?limit=1000", "name"),
            "TASK", new Named("/api/tasks?limit=50", "id"),
            "SESSION", new Named("/api/sessions?limit=50", "id"));

    private static final Map<String, List<String>> WORDS = Map.of(
            "ROLE", List.of("director", "worker", "steward"),
            "SETTING", List.copyOf(CommandTree.SETTINGS),
            "true|false", List.of("true", "false"));

    /** A person who presses Tab does not wait longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<CommandLine> program;
    private final Targets targets;

    private record Named(String path, String field) {}

    /** @param program all commands */
    public Candidates(Supplier<CommandLine> program, Targets targets) {
        this.program = program;
        this.targets = targets;
    }

    /**
     * The words that can stand in the place of the last one. Throws {@link dev.yardmaster.client.ClientException} if the service can't be asked.
     *
     * @param words the words after the name of the program; the last one is incomplete or empty
     */
    public List<String> of(List<String> words) throws InterruptedException {
        String last = words.isEmpty() ? "" : words.getLast();
        Optional<String> server = server(words);
        CommandLine command = program.get();
        Optional<OptionSpec> waiting = Optional.empty();
        int positionals = 0;
        for (String word : words.subList(0, Math.max(0, words.size() - 1))) {
            CommandLine sub = command.getSubcommands().get(word);
            if (waiting.isPresent()) {
                waiting = Optional.empty();
            } else if (word.startsWith("-")) {
                waiting = Optional.ofNullable(command.getCommandSpec().findOption(word))
                        .filter(option -> option.arity().min() > 0);
            } else if (sub != null) {
                command = sub;
            } else if (command.getSubcommands().isEmpty()) {
                positionals++;
            } else {
                return List.of();
            }
        }
        return candidates(command, waiting, positionals, last, server)
                .map(PlainText::line)
                .filter(word -> word.startsWith(last))
                .distinct()
                .toList();
    }

    private Stream<String> candidates(
            CommandLine command, Optional<OptionSpec> waiting, int positionals, String last, Optional<String> server)
            throws InterruptedException {
        if (waiting.isPresent()) {
            return values(waiting.get(), server);
        }
        if (last.startsWith("-")) {
            return command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .map(OptionSpec::longestName);
        }
        if (!command.getSubcommands().isEmpty()) {
            return command.getSubcommands().entrySet().stream()
                    .filter(entry ->
                            !entry.getValue().getCommandSpec().usageMessage().hidden())
                    .map(Map.Entry::getKey);
        }
        for (PositionalParamSpec positional : command.getCommandSpec().positionalParameters()) {
            if (positional.index().contains(positionals)) {
                return values(positional, server);
            }
        }
        return Stream.empty();
    }

    private Stream<String> values(ArgSpec argument, Optional<String> server) throws InterruptedException {
        String label = argument.paramLabel().replaceAll("[,…=].*", "");
        Named list = LISTS.get(label);
        if (list == null) {
            return WORDS.getOrDefault(label, List.of()).stream();
        }
        return Pages.first(new ApiClient(targets.find(server), PATIENCE), Call.get(list.path()), "items").stream()
                .map(item -> item.path(list.field()).asText());
    }

    private static Optional<String> server(List<String> words) {
        int option = words.indexOf("--server");
        return option >= 0 && option + 1 < words.size() ? Optional.of(words.get(option + 1)) : Optional.empty();
    }
}
