package dev.yardmaster.merge;

import dev.yardmaster.git.Git;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildOptions;
import dev.yardmaster.process.ChildProcess;
import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.KillLadder;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.PrivateDirectory;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.process.ScratchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Runs a test command in a throwaway worktree of exactly one commit, and leaves neither a process nor a file behind. Blocks. For one thread.
 *
 * @param repository a work tree of the repository
 * @param directory where the throwaway worktree is made; whatever is there is removed
 * @param environment the environment of the command
 * @param gitLimit the longest time of one git command
 */
public record TestRun(Path repository, Path directory, Map<String, String> environment, Duration gitLimit) {
    private static final int MAX_LINE_BYTES = 1 << 16;
    private static final int HEAD = 64 * 1024;
    private static final int TAIL = 128 * 1024;
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** After SIGKILL, for processes that the system can't end at once. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private static final Duration STEP = Duration.ofSeconds(1);

    public TestRun {
        environment = Map.copyOf(environment);
    }

    /**
     * Runs the command with {@code sh}.
     *
     * @param limit the longest time of the command; afterwards it is stopped with everything that it has started
     * @param wanted is asked about once a second; the command is stopped when it is false
     */
    public TestResult run(String commit, String command, Duration limit, BooleanSupplier wanted) {
        Git git = Git.in(repository).within(gitLimit);
        remove(git);
        try {
            PrivateDirectory.createFor(directory);
            git.run("worktree", "add", "--quiet", "--detach", directory.toString(), commit);
            return execute(command, limit, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(git);
        }
    }

    private TestResult execute(String command, Duration limit, BooleanSupplier wanted) {
        var output = new TestOutput(HEAD, TAIL);
        var marker =
                new EnvironmentMarker("YARDMASTER_COMMAND", UUID.randomUUID().toString());
        Map<String, String> marked = new HashMap<>(environment);
        marked.put(marker.name(), marker.value());
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        ChildProcess child = ChildProcess.start(
                new LaunchSpec(List.of("sh", "-c", command), marked, directory, Input.EMPTY),
                output,
                ChildOptions.defaults().withMaxLineBytes(MAX_LINE_BYTES).withStderr(output));
        KillLadder ladder = KillLadder.over(child, marker, GRACE);
        Optional<ProcessExit> exit = await(ladder, startNanos + limit.toNanos(), wanted);
        boolean late = exit.isEmpty() && System.nanoTime() - startNanos >= limit.toNanos();
        if (exit.isEmpty()) {
            stop(ladder);
        }
        return new TestResult(
                exit.map(ProcessExit::code),
                late,
                start,
                Duration.ofNanos(System.nanoTime() - startNanos),
                output.text());
    }

    /** The end of the command; empty if it is too late or not wanted any more. */
    private static Optional<ProcessExit> await(KillLadder ladder, long deadline, BooleanSupplier wanted) {
        CompletableFuture<ProcessExit> gone = ladder.gone().toCompletableFuture();
        while (true) {
            long left = deadline - System.nanoTime();
            try {
                return Optional.of(gone.get(Math.clamp(left, 0, STEP.toNanos()), TimeUnit.NANOSECONDS));
            } catch (TimeoutException _) {
                if (left <= 0 || !isWanted(ladder, wanted)) {
                    return Optional.empty();
                }
            } catch (InterruptedException _) {
                stop(ladder);
                Thread.currentThread().interrupt();
                throw new YardmasterException(
                        ErrorCode.SHUTTING_DOWN, "The test was stopped because the service is stopping.");
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Whether the result of the test is still needed. Stops the test if that can't be found out. */
    private static boolean isWanted(KillLadder ladder, BooleanSupplier wanted) {
        try {
            return wanted.getAsBoolean();
        } catch (RuntimeException e) {
            stop(ladder);
            throw e;
        }
    }

    private static void stop(KillLadder ladder) {
        CompletableFuture<ProcessExit> gone =
                ladder.stop(() -> {}, Duration.ZERO, GRACE).toCompletableFuture();
        try {
            gone.get(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // The ladder goes on by itself.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(Git git) {
        boolean exists = Files.exists(directory);
        // Twice: also one that the command has locked.
        git.succeeds("worktree", "remove", "--force", "--force", directory.toString());
        if (exists) {
            ScratchFiles.remove(directory);
        }
    }
}
