package dev.yardmaster.process;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec.Input;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs a short command, such as {@code git status} or {@code --version}, with bounded time and output, and leaves no process behind.
 *
 * <p>It builds on {@link ChildProcess} and {@link KillLadder}, so it also finds processes that have left the command's process tree.
 * Process libraries such as {@code smallrye-common-process} kill the tree only.
 */
public final class CommandRunner {
    private static final int MAX_CHARACTERS = 4 << 20;
    private static final int LAST_LINES = 6;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private CommandRunner() {}

    /**
     * How a command ended, and its output.
     *
     * @param exit the exit code and the last lines of the standard error
     * @param stdout the standard output: whole lines, as long as they fit into 4 Mi characters together
     */
    public record Output(ProcessExit exit, String stdout) {
        /** Whether the exit code is 0. */
        public boolean ok() {
            return exit.code() == 0;
        }

        /** The last six lines of both outputs, the standard error last: most programs explain a failure there. */
        public String lastLines() {
            List<String> lines = Stream.concat(stdout.lines(), exit.stderr().lines())
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        }
    }

    /**
     * Runs a command without standard input until it ends. Blocks the thread.
     *
     * @param limit the maximum time for the command and all processes it starts; after it they are stopped in the background
     * @throws YardmasterException with {@code COMMAND_TIMED_OUT} if the command exceeds the limit, and with {@code LAUNCH_FAILED} if it
     *     can't be started or the thread is interrupted (the thread's interrupt flag is then set again)
     */
    public static Output run(LaunchSpec spec, Duration limit) {
        return run(spec, List.of(), limit);
    }

    /**
     * Like {@link #run(LaunchSpec, Duration)}, with standard input.
     *
     * @param spec the command; {@link LaunchSpec#input()} is ignored
     * @param input the lines of the standard input; together they must be smaller than 16 MiB
     */
    public static Output run(LaunchSpec spec, List<String> input, Duration limit) {
        OutputLines stdout = new OutputLines();
        var marker =
                new EnvironmentMarker("YARDMASTER_COMMAND", UUID.randomUUID().toString());
        ChildProcess child = ChildProcess.start(marked(spec, input, marker), stdout);
        KillLadder ladder = KillLadder.over(child, marker, GRACE);
        input.forEach(child::write);
        child.closeInput();
        try {
            ProcessExit exit = ladder.gone().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Output(exit, stdout.text());
        } catch (TimeoutException _) {
            stop(ladder);
            throw failed(
                    ErrorCode.COMMAND_TIMED_OUT,
                    spec,
                    "did not end within " + seconds(limit) + " seconds and was stopped");
        } catch (InterruptedException _) {
            stop(ladder);
            Thread.currentThread().interrupt();
            throw failed(ErrorCode.LAUNCH_FAILED, spec, "was stopped because the service is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void stop(KillLadder ladder) {
        ladder.stop(() -> {}, Duration.ZERO, GRACE);
    }

    private static LaunchSpec marked(LaunchSpec spec, List<String> input, EnvironmentMarker marker) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put(marker.name(), marker.value());
        Input stdin = input.isEmpty() ? Input.EMPTY : Input.OPEN;
        return new LaunchSpec(spec.command(), environment, spec.directory(), stdin, spec.files());
    }

    private static String seconds(Duration limit) {
        return BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static YardmasterException failed(ErrorCode code, LaunchSpec spec, String reason) {
        return new YardmasterException(code, "The program " + spec.command().getFirst() + " " + reason + ".");
    }

    /** Collects lines. Only the thread that reads the pipe writes here; the text is read after that thread has ended. */
    private static final class OutputLines implements LineListener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onLine(Line line) {
            String added = line.text();
            if (text.length() + added.length() < MAX_CHARACTERS) {
                text.append(added).append('\n');
            }
        }

        String text() {
            return text.toString();
        }
    }
}
