package dev.yardmaster.cli;

import dev.yardmaster.problem.YardmasterException;
import picocli.CommandLine;

/** Parses and runs a command line. */
public final class CommandLines {
    private CommandLines() {}

    /** Runs a command, by default {@code start}. Prints errors to the standard error and returns the exit code. */
    public static int execute(String... arguments) {
        CommandLine commandLine = commandLine();
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, failed, _) -> {
            if (failure instanceof YardmasterException problem) {
                failed.getErr().println(problem.detail());
                return ExitCode.REFUSED;
            }
            throw failure;
        });
        return commandLine.execute(arguments.length == 0 ? new String[] {"start"} : arguments);
    }

    /** All commands. */
    public static CommandLine commandLine() {
        return new CommandLine(new YardmasterCommand());
    }
}
