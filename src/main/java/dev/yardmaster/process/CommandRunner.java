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

/** Runs a program that answers one question and ends, such as {@code --version}, and leaves nothing running. */
public final class CommandRunner {
    private static final int MOST_CHARACTERS = 4 << 20;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private CommandRunner() {}

    /**
     * What the program said.
     *
     * @param stdout its standard output, of which whole lines of at most 4 Mi characters together are kept
     */
    public record Output(ProcessExit exit, String stdout) {
        public boolean ok() {
            return exit.code() == 0;
        }
    }

    /**
     * Runs it to its end; to be called on a thread that may block.
     *
     * @param spec what to run; whether its standard input is open follows from {@code input}
     * @param input a few lines for its standard input, which is closed after them
     * @param limit how long it may take, with what it has started; that is stopped in the background then
     * @throws YardmasterException with {@code LAUNCH_FAILED} when it can't be started, or does not end within {@code limit} and is killed
     */
    public static Output run(LaunchSpec spec, List<String> input, Duration limit) {
        Answer answer = new Answer();
        var marker =
                new EnvironmentMarker("YARDMASTER_SHORT_RUN", UUID.randomUUID().toString());
        ChildProcess child = ChildProcess.start(marked(spec, input, marker), answer);
        KillLadder ladder = KillLadder.over(child, marker, GRACE);
        input.forEach(child::write);
        child.closeInput();
        try {
            ProcessExit exit = ladder.gone().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Output(exit, answer.text());
        } catch (TimeoutException _) {
            stop(ladder);
            throw failed(spec, "did not end within " + seconds(limit) + " seconds and was stopped");
        } catch (InterruptedException _) {
            stop(ladder);
            Thread.currentThread().interrupt();
            throw failed(spec, "was not waited for: the service is stopping");
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
        Input open = input.isEmpty() ? Input.EMPTY : Input.OPEN;
        return new LaunchSpec(spec.command(), environment, spec.directory(), open, spec.files());
    }

    private static String seconds(Duration limit) {
        return BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static YardmasterException failed(LaunchSpec spec, String what) {
        return new YardmasterException(
                ErrorCode.LAUNCH_FAILED, "The program " + spec.command().getFirst() + " " + what + ".");
    }

    /** Written by the thread that reads the child, and read when that has ended. */
    private static final class Answer implements LineListener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onLine(Line line) {
            String added = line.text();
            if (text.length() + added.length() < MOST_CHARACTERS) {
                text.append(added).append('\n');
            }
        }

        String text() {
            return text.toString();
        }
    }
}
