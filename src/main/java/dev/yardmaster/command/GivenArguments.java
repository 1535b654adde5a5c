package dev.yardmaster.command;

import dev.yardmaster.command.Argument.Place;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The arguments of one command line. */
final class GivenArguments {
    private final ParseResult parsed;

    GivenArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    /** The value of a variable of the path. */
    String pathValue(ApiCommand command, String variable) {
        return command.arguments().stream()
                .filter(argument ->
                        argument.place() == Place.PATH && argument.field().equals(variable))
                .findFirst()
                .map(argument -> values(argument).getFirst())
                .orElseThrow();
    }

    /** The things that the path names, for people. */
    String things(ApiCommand command) {
        List<String> names = command.arguments().stream()
                .filter(argument -> argument.place() == Place.PATH)
                .map(argument -> "'" + values(argument).getFirst() + "'")
                .toList();
        return names.isEmpty() ? "the only one" : String.join(" of ", names.reversed());
    }

    /** The values of an argument; empty if it was not given. */
    List<String> values(Argument argument) {
        if (!argument.isPositional()) {
            OptionSpec option = parsed.matchedOption(argument.name());
            return option == null ? List.of() : List.copyOf(option.stringValues());
        }
        return parsed.matchedPositionals().stream()
                .filter(positional -> positional.paramLabel().equals(argument.label()))
                .flatMap(positional -> positional.stringValues().stream())
                .toList();
    }

    /** The fields to reset. */
    List<String> unset() {
        OptionSpec option = parsed.matchedOption("--unset");
        return option == null
                ? List.of()
                : option.stringValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    /** Whether the command is repeated until the user ends it. */
    boolean watch() {
        return parsed.hasMatchedOption("--watch");
    }

    boolean yes() {
        return parsed.hasMatchedOption("--yes");
    }
}
