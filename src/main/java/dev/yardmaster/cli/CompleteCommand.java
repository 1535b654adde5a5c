package dev.yardmaster.cli;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.command.Candidates;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the words that can stand in the place of the last one. Prints nothing if the service can't be asked: a shell shows no errors there. */
@Command(
        name = CompleteCommand.NAME,
        hidden = true,
        description = "Prints the completions of the last word, for the scripts of shells.")
final class CompleteCommand implements Callable<Integer> {
    static final String NAME = "__complete";

    private final Candidates candidates;
    private final PrintStream out;

    @Parameters(paramLabel = "WORD", description = "The words after the name of the program, up to the cursor.")
    private List<String> words = List.of();

    CompleteCommand(Candidates candidates, PrintStream out) {
        this.candidates = candidates;
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            candidates.of(words).forEach(out::println);
        } catch (ClientException _) {
            return ExitCode.OK;
        }
        return ExitCode.OK;
    }
}
