package dev.yardmaster.cli;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import dev.yardmaster.terminal.PlainText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses and runs a command line. */
public final class CommandLines {
    private static final String DEFAULT = "start";
    /** The word before the words of a command whose help a user wants. */
    static final String HELP = "help";

    private CommandLines() {}

    /** Runs a command of this process, by default {@code start}; returns its exit code. The output is UTF-8 in every locale. */
    public static int execute(String... arguments) {
        // The quick console of Java, in place of the one that loads an editor of lines.
        System.setProperty("jdk.console", "java.base");
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = run(System.getenv(), out, err, arguments);
        out.flush();
        return exitCode;
    }

    /**
     * Runs a command; returns its exit code.
     *
     * @param environment the environment variables
     * @param out the standard output
     * @param err gets one sentence if the command fails
     */
    public static int run(Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
        List<String> words = words(List.of(arguments));
        CommandLine commandLine = new RootCommand(environment, out).with(words.getFirst());
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        commandLine.setParameterExceptionHandler((wrong, _) -> usage(wrong));
        commandLine.setExecutionExceptionHandler((failure, failed, _) -> exitCode(failure, failed.getErr()));
        return commandLine.execute(words.toArray(String[]::new));
    }

    /** {@code help agent list} is {@code agent list --help}. */
    private static List<String> words(List<String> arguments) {
        if (arguments.isEmpty()) {
            return List.of(DEFAULT);
        }
        return arguments.getFirst().equals(HELP)
                ? Stream.concat(arguments.stream().skip(1), Stream.of("--" + HELP))
                        .toList()
                : arguments;
    }

    /** All commands, described in full. */
    public static CommandLine commandLine() {
        return new RootCommand(System.getenv(), System.out).withAll();
    }

    private static int usage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("`" + command.getCommandSpec().qualifiedName() + " --help` shows the arguments.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int exitCode(Exception failure, PrintWriter err) throws Exception {
        return switch (failure) {
            case ClientException refused -> {
                err.println(PlainText.line(refused.getMessage()));
                yield refused.kind().exitCode();
            }
            case InvalidConfiguration invalid -> {
                invalid.mistakes().forEach(err::println);
                yield CommandLine.ExitCode.USAGE;
            }
            case YardmasterException problem -> {
                err.println(problem.detail());
                yield ExitCode.REFUSED;
            }
            case UncheckedIOException unwritable -> {
                err.println("The command failed: " + PlainText.line(String.valueOf(unwritable.getMessage())));
                yield Kind.INTERNAL.exitCode();
            }
            case Exception _ -> throw failure;
        };
    }
}
