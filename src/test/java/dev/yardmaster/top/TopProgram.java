package dev.yardmaster.top;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Targets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The command as a process of its own. The view of a session prints its id and waits until the user leaves it. */
final class TopProgram {
    private TopProgram() {}

    public static void main(String... arguments) {
        Path home = Path.of(System.getProperty("user.dir"), "does-not-exist");
        var targets = new Targets(Map.of(), new Contexts(home.resolve("contexts.json")), home);
        SessionView sessions = (_, session) -> {
            System.out.println("viewing " + session);
            // Until the user leaves, which interrupts the thread.
            new CountDownLatch(1).await();
        };
        var command =
                new CommandLine(new TopCommand(targets, System.getenv(), sessions, System.out, OptionalInt::empty));
        command.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof ClientException e) {
                System.err.println(e.getMessage());
                return e.kind().exitCode();
            }
            throw failure;
        });
        System.exit(command.execute(arguments));
    }
}
