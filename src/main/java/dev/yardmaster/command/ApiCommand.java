package dev.yardmaster.command;

import dev.yardmaster.command.CommandOption.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A command that calls one route of the API. Immutable; the methods return changed copies.
 *
 * @param name the word after that of its group
 * @param aliases other words for the same command
 * @param method the HTTP method of its route
 * @param path the path of its route; each {@code {…}} is a positional argument
 * @param summary one sentence for the help
 * @param positionals further positional arguments, which become fields of the body
 * @param options its options
 * @param view what it prints
 * @param confirmed whether it destroys something, so that it asks before, or needs {@code --yes}
 */
public record ApiCommand(
        String name,
        List<String> aliases,
        String method,
        String path,
        String summary,
        List<CommandOption> positionals,
        List<CommandOption> options,
        View view,
        boolean confirmed) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** @param route the method and the path, such as {@code GET /api/agents} */
    static ApiCommand of(String name, String route, String summary) {
        String[] parts = route.split(" ", 2);
        return new ApiCommand(
                name, List.of(), parts[0], parts[1], summary, List.of(), List.of(), View.NOTHING, parts[0].equals("DELETE"));
    }

    /** The route as the API's documents write it. */
    public String route() {
        return method + " " + path;
    }

    /** The names of the arguments in the path, in order. */
    List<String> pathVariables() {
        return VARIABLE.matcher(path).results().map(result -> result.group(1)).toList();
    }

    /** The path with the values of its arguments. */
    String path(java.util.function.UnaryOperator<String> values) {
        return VARIABLE.matcher(path).replaceAll((MatchResult result) -> java.util.regex.Matcher.quoteReplacement(
                dev.yardmaster.client.Call.encoded(values.apply(result.group(1)))));
    }

    ApiCommand alias(String... words) {
        return new ApiCommand(name, List.of(words), method, path, summary, positionals, options, view, confirmed);
    }

    /** The command with a positional argument that becomes a field of the body. */
    ApiCommand positional(String label, String field, ValueType type, String description) {
        List<CommandOption> all = new ArrayList<>(positionals);
        all.add(new CommandOption(label, label, field, Place.BODY, type, description));
        return new ApiCommand(name, aliases, method, path, summary, List.copyOf(all), options, view, confirmed);
    }

    /** The command with an option that becomes a query parameter. */
    ApiCommand query(String option, String label, String parameter, ValueType type, String description) {
        return with(new CommandOption(option, label, parameter, Place.QUERY, type, description));
    }

    /** The command with an option that becomes a field of the body. */
    ApiCommand field(String option, String label, String field, ValueType type, String description) {
        return with(new CommandOption(option, label, field, Place.BODY, type, description));
    }

    /** The command with the options of others. */
    ApiCommand fields(List<CommandOption> more) {
        ApiCommand all = this;
        for (CommandOption option : more) {
            all = all.with(option);
        }
        return all;
    }

    ApiCommand prints(View shown) {
        return new ApiCommand(name, aliases, method, path, summary, positionals, options, shown, confirmed);
    }

    /** The option with a name, if the command has it. */
    Optional<CommandOption> option(String option) {
        return options.stream().filter(it -> it.name().equals(option)).findFirst();
    }

    private ApiCommand with(CommandOption option) {
        List<CommandOption> all = new ArrayList<>(options);
        all.add(option);
        return new ApiCommand(name, aliases, method, path, summary, positionals, List.copyOf(all), view, confirmed);
    }
}
