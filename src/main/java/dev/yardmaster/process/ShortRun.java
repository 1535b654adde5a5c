package dev.yardmaster.process;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a program that answers one question and ends, such as {@code --version}. */
public final class ShortRun {
    private static final int MAX_LINES = 20_000;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private ShortRun() {}

    /**
     * What the program said.
     *
     * @param stdout its standard output, at most 20,000 lines
     */
    public record Output(ProcessExit exit, String stdout) {
        public boolean ok() {
            return exit.code() == 0;
        }
    }

    /**
     * Runs it to its end; to be called on a thread that may block.
     *
     * @param input lines for its standard input, which is closed after them
     * @param limit how long it may take
     * @throws YardmasterException with {@code LAUNCH_FAILED} when it can't be started, or does not end within {@code limit} and is killed
     */
    public static Output run(LaunchSpec spec, List<String> input, Duration limit) {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        var marker =
                new EnvironmentMarker("YARDMASTER_SHORT_RUN", UUID.randomUUID().toString());
        ChildProcess child = ChildProcess.start(marked(spec, marker), line -> {
            if (lines.size() < MAX_LINES) {
                lines.add(line.text());
            }
        });
        KillLadder ladder = KillLadder.over(child, marker);
        input.forEach(child::write);
        child.closeInput();
        try {
            ProcessExit exit = ladder.gone().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Output(exit, String.join("\n", lines));
        } catch (TimeoutException _) {
            ladder.stop(() -> {}, Duration.ZERO, GRACE);
            throw failed(spec, "did not answer within " + limit.toSeconds() + " seconds");
        } catch (InterruptedException _) {
            ladder.stop(() -> {}, Duration.ZERO, GRACE);
            Thread.currentThread().interrupt();
            throw failed(spec, "was not waited for: the service is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static LaunchSpec marked(LaunchSpec spec, EnvironmentMarker marker) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put(marker.name(), marker.value());
        return new LaunchSpec(spec.command(), environment, spec.directory(), spec.input(), spec.files());
    }

    private static YardmasterException failed(LaunchSpec spec, String what) {
        return new YardmasterException(
                ErrorCode.LAUNCH_FAILED, "The program " + spec.command().getFirst() + " " + what + ".");
    }
}
