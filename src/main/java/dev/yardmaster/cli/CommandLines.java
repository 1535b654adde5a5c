package dev.yardmaster.cli;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import picocli.CommandLine;

/** Parses and runs a command line. */
public final class CommandLines {
    private CommandLines() {}

    /** Runs a command, by default {@code start}. Prints errors to the standard error and returns the exit code. */
    public static int execute(String... arguments) {
        CommandLine commandLine = commandLine();
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, failed, _) -> switch (failure) {
            case InvalidConfiguration invalid -> {
                invalid.mistakes().forEach(failed.getErr()::println);
                yield CommandLine.ExitCode.USAGE;
            }
            case YardmasterException problem -> {
                failed.getErr().println(problem.detail());
                yield ExitCode.REFUSED;
            }
            case Exception _ -> throw failure;
        });
        return commandLine.execute(arguments.length == 0 ? new String[] {"start"} : arguments);
    }

    /** All commands. */
    public static CommandLine commandLine() {
        return new CommandLine(new YardmasterCommand());
    }
}
