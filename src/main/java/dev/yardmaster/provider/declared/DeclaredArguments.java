package dev.yardmaster.provider.declared;

import dev.yardmaster.provider.LaunchRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arguments of a declared provider. An argument with placeholders is a group: it is split at its spaces, the values are inserted, and the
 * whole group is left out if one of the values is missing. An argument without placeholders is passed unchanged. Immutable.
 */
record DeclaredArguments(List<String> groups) {
    static final String INSTRUCTIONS_FILE = "instructions-file";
    static final String MCP_FILE = "mcp-file";
    static final String RESUME = "resume";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z-]*)}");
    private static final Pattern BLANKS = Pattern.compile(" +");

    /** The value of each placeholder. */
    private static final Map<String, Function<LaunchRequest, Optional<String>>> VALUES = Map.of(
            "model",
            LaunchRequest::model,
            "directory",
            request -> Optional.of(request.directory().toString()),
            "session",
            DeclaredArguments::newSession,
            RESUME,
            request -> request.conversation().resumed(),
            "prompt",
            request -> request.conversation().prompt(),
            "permissions",
            request -> Optional.of(request.context().permissions().value()),
            INSTRUCTIONS_FILE,
            request -> DeclaredFiles.instructions(request).map(Object::toString),
            MCP_FILE,
            request -> DeclaredFiles.mcp(request).map(Object::toString));

    DeclaredArguments {
        groups = List.copyOf(groups);
    }

    /** Returns the placeholders that do not exist. */
    Set<String> unknown() {
        Set<String> names = new TreeSet<>(placeholders().toList());
        names.removeAll(VALUES.keySet());
        return names;
    }

    /** Returns the names of all placeholders, sorted and separated by commas. */
    static String known() {
        return String.join(", ", new TreeSet<>(VALUES.keySet()));
    }

    /** Whether one of the arguments contains a placeholder. */
    boolean mentions(String placeholder) {
        return placeholders().anyMatch(placeholder::equals);
    }

    /** Returns the arguments for a request. */
    List<String> of(LaunchRequest request) {
        List<String> arguments = new ArrayList<>();
        for (String group : groups) {
            List<String> names = placeholders(group).toList();
            if (names.isEmpty()) {
                arguments.add(group);
            } else if (names.stream().allMatch(name -> value(name, request).isPresent())) {
                Arrays.stream(BLANKS.split(group.strip()))
                        .map(word -> fill(word, request))
                        .forEach(arguments::add);
            }
        }
        return arguments;
    }

    private Stream<String> placeholders() {
        return groups.stream().flatMap(DeclaredArguments::placeholders);
    }

    private static Stream<String> placeholders(String group) {
        return PLACEHOLDER.matcher(group).results().map(result -> result.group(1));
    }

    private static String fill(String word, LaunchRequest request) {
        Function<MatchResult, String> value =
                match -> value(match.group(1), request).orElse("");
        return PLACEHOLDER.matcher(word).replaceAll(match -> Matcher.quoteReplacement(value.apply(match)));
    }

    private static Optional<String> value(String name, LaunchRequest request) {
        return Optional.ofNullable(VALUES.get(name)).flatMap(value -> value.apply(request));
    }

    private static Optional<String> newSession(LaunchRequest request) {
        return request.conversation().resumed().isPresent()
                ? Optional.empty()
                : Optional.of(request.conversation().session().toString());
    }
}
