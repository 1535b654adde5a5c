package dev.yardmaster;

import dev.yardmaster.cli.CommandLines;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry point of the only executable: the server and the command line. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs a command, by default the server. Ends the process with the exit code of the command. */
    public static void main(String... arguments) {
        System.exit(CommandLines.execute(arguments));
    }
}
