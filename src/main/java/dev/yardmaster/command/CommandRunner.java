package dev.yardmaster.command;

/** Runs a command of the table. */
@FunctionalInterface
public interface CommandRunner {
    /** Calls the service and prints the answer; returns the exit code. */
    int run(ApiCommand command, Given given, RequestOptions options) throws Exception;
}
