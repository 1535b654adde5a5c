package dev.yardmaster;

import dev.yardmaster.cli.CommandLines;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The one executable: the server, and the command line that talks to it. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs a command; without one, the server. Exits with the command's code. */
    public static void main(String... arguments) {
        System.exit(CommandLines.execute(arguments));
    }
}
