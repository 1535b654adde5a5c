package dev.yardmaster.command;

import dev.yardmaster.client.Call;
import dev.yardmaster.command.Argument.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that calls one route of the API. It does not change after the table of its group is complete. */
public final class ApiCommand {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final String name;
    private final String method;
    private final String path;
    private final String summary;
    private final List<String> aliases = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private final List<Argument> arguments = new ArrayList<>();
    private final Map<String, String> defaults = new HashMap<>();
    private final Map<String, Boolean> constants = new HashMap<>();
    private View view = View.FIELDS;
    private boolean ofCurrentSession;
    private boolean secretAnswer;

    private ApiCommand(String name, String method, String path, String summary) {
        this.name = name;
        this.method = method;
        this.path = path;
        this.summary = summary;
    }

    /**
     * Each variable of the path is a positional argument.
     *
     * @param name the words after that of the group; empty for the group's word itself
     * @param route the method and the path, such as {@code GET /api/agents}
     * @param summary one sentence for the help
     */
    static ApiCommand of(String name, String route, String summary) {
        String[] parts = route.split(" ", 2);
        var command = new ApiCommand(name, parts[0], parts[1], summary);
        VARIABLE.matcher(parts[1]).results().map(variable -> variable.group(1)).forEach(command::pathVariable);
        return command;
    }

    /** The command that lists the things of a path. */
    static ApiCommand list(String path, String summary) {
        return of("list", "GET " + path, summary).alias("ls");
    }

    /** The command that shows the thing of a path. */
    static ApiCommand show(String path, String summary) {
        return of("show", "GET " + path, summary).alias("get");
    }

    /** The command that removes the thing of a path. */
    static ApiCommand remove(String path, String summary) {
        return of("rm", "DELETE " + path, summary).alias("remove", "delete");
    }

    /** A command that calls a route of sessions for the session that an agent has now; its argument is the agent. */
    static ApiCommand ofCurrentSession(String name, String route, String summary) {
        String[] parts = route.split(" ", 2);
        var command = new ApiCommand(name, parts[0], parts[1], summary);
        command.ofCurrentSession = true;
        return command.with(Argument.positional(
                "AGENT", "id", Place.PATH, ValueType.TEXT, "The id or the name of an agent with a running session."));
    }

    private void pathVariable(String variable) {
        // The collection before the variable names the thing: /api/tasks/{id} has the id of a task.
        String before = path.substring(0, path.indexOf("/{" + variable + "}"));
        String thing = before.substring(before.lastIndexOf('/') + 1)
                .replaceAll("ies$", "y")
                .replaceAll("s$", "");
        arguments.add(Argument.positional(
                thing.toUpperCase(Locale.ROOT),
                variable,
                Place.PATH,
                ValueType.TEXT,
                "The id or the name of the " + thing + "."));
    }

    /** Other words for the same command. */
    ApiCommand alias(String... words) {
        aliases.addAll(List.of(words));
        return this;
    }

    /** A command line for the help, without the program's name. */
    ApiCommand example(String line) {
        examples.add(line);
        return this;
    }

    /** A positional argument that becomes a field of the body. */
    ApiCommand positional(String label, String field, ValueType type, String description) {
        return with(Argument.positional(label, field, Place.BODY, type, description));
    }

    /** An option that becomes a query parameter. */
    ApiCommand query(String names, String label, String parameter, ValueType type, String description) {
        return with(Argument.option(names, label, parameter, Place.QUERY, type, description));
    }

    /** An option that becomes a field of the body. */
    ApiCommand field(String names, String label, String field, ValueType type, String description) {
        return with(Argument.option(names, label, field, Place.BODY, type, description));
    }

    ApiCommand with(Argument argument) {
        arguments.add(argument);
        return this;
    }

    ApiCommand with(List<Argument> more) {
        arguments.addAll(more);
        return this;
    }

    /** A field of the body that always has the same value. */
    ApiCommand constant(String field, boolean value) {
        constants.put(field, value);
        return this;
    }

    /** A field of the body has the value of another one if it is not given. */
    ApiCommand defaultsTo(String field, String other) {
        defaults.put(field, other);
        return this;
    }

    /** The answer contains a secret. The service stores no such answer, so the command can't be repeated after a broken connection. */
    ApiCommand answersSecret() {
        secretAnswer = true;
        return this;
    }

    ApiCommand prints(View shown) {
        view = shown;
        return this;
    }

    public String name() {
        return name;
    }

    public List<String> aliases() {
        return List.copyOf(aliases);
    }

    public List<String> examples() {
        return List.copyOf(examples);
    }

    /** The positional arguments in their order, and the options. */
    public List<Argument> arguments() {
        return List.copyOf(arguments);
    }

    /** The field of the body whose value a field has if it is not given, by the name of the latter. */
    Map<String, String> defaults() {
        return Map.copyOf(defaults);
    }

    /** The fields of the body that always have the same value. */
    Map<String, Boolean> constants() {
        return Map.copyOf(constants);
    }

    /** Whether the command is a shorter form of another one. */
    public boolean isShortcut() {
        return ofCurrentSession || !constants.isEmpty();
    }

    /** Whether the argument of the path is an agent, and the route is for its session. */
    boolean isOfCurrentSession() {
        return ofCurrentSession;
    }

    String summary() {
        return summary;
    }

    String method() {
        return method;
    }

    View view() {
        return view;
    }

    /** The route as the API's documents write it. */
    public String route() {
        return method + " " + path;
    }

    /** Whether the answer contains a secret. */
    public boolean hasSecretAnswer() {
        return secretAnswer;
    }

    /** Whether the command changes nothing. */
    boolean isRead() {
        return method.equals("GET");
    }

    /** Whether the command removes something, so that it asks before, or needs {@code --yes}. */
    boolean isConfirmed() {
        return method.equals("DELETE");
    }

    /** Whether {@code --unset} can reset fields. */
    boolean isPatch() {
        return method.equals("PATCH")
                && arguments.stream().anyMatch(argument -> argument.place() == Place.BODY && !argument.isPositional());
    }

    boolean takesBody() {
        return isPatch()
                || !constants.isEmpty()
                || arguments.stream().anyMatch(argument -> argument.place() == Place.BODY);
    }

    /** The path of the list that contains the thing of a variable. */
    String collection(String variable) {
        String list = path.substring(0, path.indexOf("/{" + variable + "}"));
        // A budget has the id of its owner.
        return list.replaceFirst("^/api/budgets/", "/api/");
    }

    /** The path with the values of its variables. */
    String path(UnaryOperator<String> values) {
        return path(path, values);
    }

    /** A path with the values of its variables. */
    static String path(String path, UnaryOperator<String> values) {
        return VARIABLE.matcher(path)
                .replaceAll(
                        (MatchResult variable) -> Matcher.quoteReplacement(Call.part(values.apply(variable.group(1)))));
    }
}
