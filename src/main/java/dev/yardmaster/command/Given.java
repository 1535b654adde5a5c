package dev.yardmaster.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The arguments of one call of a command.
 *
 * @param parsed what the parser has found
 * @param command the command
 */
record Given(ParseResult parsed, ApiCommand command) {
    /** The value of an argument of the path. */
    String pathValue(String variable) {
        return parsed.matchedPositionalValue(command.pathVariables().indexOf(variable), "");
    }

    /** The value of a positional argument that becomes a field. */
    String positionalValue(CommandOption positional) {
        return parsed.matchedPositionalValue(
                command.pathVariables().size() + command.positionals().indexOf(positional), "");
    }

    /** The values of an option; empty if it was not given. */
    Optional<List<String>> values(CommandOption option) {
        return Optional.ofNullable(parsed.matchedOption(option.name())).map(OptionSpec::stringValues);
    }

    boolean yes() {
        return parsed.hasMatchedOption("--yes");
    }
}
