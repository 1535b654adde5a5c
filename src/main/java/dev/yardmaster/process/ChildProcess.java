package dev.yardmaster.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A running child with its pipes: lines come out and go in, and its exit is told once all that it wrote has been handed over.
 *
 * <p>Threads: one platform thread for each output pipe reads it to its end and calls its listener; a third one exists while there is
 * something to write. All methods can be called from any thread and none of them waits. What follows {@link #exit()} runs on a
 * virtual thread and may block.
 */
public final class ChildProcess {
    /** Room for a dialogue, its JSON and the log of its session; only what is used takes memory. */
    private static final int STDOUT_STACK = 512 * 1024;

    private static final int STDERR_STACK = 256 * 1024;
    private static final int STDERR_MAX_LINE = 16 * 1024;
    private static final int LAST_SIGNAL = 64;
    private static final int SHORTEST_CHECK_MILLIS = 50;

    private final Process process;
    private final Instant startedAt;
    private final Duration pipeGrace;
    private final StderrTail tail;
    private final PipePump stdout;
    private final PipePump stderr;
    private final LineWriter stdin;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();

    private ChildProcess(Process process, LaunchSpec spec, LineListener listener, ChildOptions options) {
        this.process = process;
        this.startedAt = process.info().startInstant().orElseGet(Instant::now);
        this.pipeGrace = options.pipeGrace();
        this.tail = new StderrTail(Redactor.of(spec.environment()));
        String name = "child-" + process.pid();
        this.stdout = new PipePump(name + "-stdout", process.getInputStream(), listener, options.maxLineBytes());
        this.stderr = new PipePump(
                name + "-stderr", process.getErrorStream(), keepingTail(options.stderr()), STDERR_MAX_LINE);
        this.stdin = new LineWriter(name + "-stdin", process.getOutputStream(), options.maxQueuedBytes());
    }

    /** Starts a child with the default options. */
    public static ChildProcess start(LaunchSpec spec, LineListener stdout) {
        return start(spec, stdout, ChildOptions.defaults());
    }

    /**
     * Starts a child. The listeners may be called before this method returns.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} when the program or the directory is missing, or
     *     the system refuses to start it
     */
    public static ChildProcess start(LaunchSpec spec, LineListener stdout, ChildOptions options) {
        Process process = ProcessLauncher.start(spec);
        ChildProcess child = new ChildProcess(process, spec, stdout, options);
        child.startThreads(spec.input());
        return child;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** When the system started it. */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Sends a line to the child's standard input, without its line end, after all lines sent before. A child that has closed its
     * input or is gone gets nothing, which is not an error: its exit tells.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code CONFLICT} when the input was closed from this side, or more waits
     *     than {@link ChildOptions#maxQueuedBytes()} since the child does not read
     */
    public void write(String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A line can't hold a line end");
        }
        stdin.write(line);
    }

    /** Closes the child's standard input once all lines sent so far are written. */
    public void closeInput() {
        stdin.close();
    }

    /**
     * Completes when the child has ended, both pipes are at their end, and all lines were handed over. A pipe that a process left
     * behind holds open is given up when it is silent for {@link ChildOptions#pipeGrace()}.
     */
    public CompletionStage<ProcessExit> exit() {
        return exit.minimalCompletionStage();
    }

    /** Completes with the exit code when the process has ended, whatever becomes of its pipes. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private LineListener keepingTail(LineListener listener) {
        return new LineListener() {
            @Override
            public void onLine(Line line) {
                tail.add(line);
                listener.onLine(line);
            }

            @Override
            public void onBatch() {
                listener.onBatch();
            }
        };
    }

    private void startThreads(LaunchSpec.Input input) {
        try {
            if (input == LaunchSpec.Input.EMPTY) {
                closeInput();
            }
            stdout.start(STDOUT_STACK);
            stderr.start(STDERR_STACK);
            Thread.ofVirtual().name("child-" + pid() + "-exit").start(this::awaitEnd);
        } catch (Throwable e) {
            handle().destroyForcibly();
            throw e;
        }
    }

    private void awaitEnd() {
        int code = waitFor();
        stdin.breakOff();
        giveUpSilentPipes();
        ended.complete(code);
        CompletableFuture.allOf(stdout.done(), stderr.done()).join();
        exit.complete(exitWith(code));
    }

    /** Not {@link Process#onExit()}: it goes by the pid, which may be another process's by then. */
    private int waitFor() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException _) {
                // Nobody who may interrupt knows this thread; the child is waited for whatever happens.
            }
        }
    }

    private void giveUpSilentPipes() {
        Executor later = CompletableFuture.delayedExecutor(
                Math.max(pipeGrace.toMillis(), SHORTEST_CHECK_MILLIS),
                TimeUnit.MILLISECONDS,
                Thread::startVirtualThread);
        later.execute(() -> {
            boolean stdoutDone = stdout.giveUpAfter(pipeGrace);
            boolean stderrDone = stderr.giveUpAfter(pipeGrace);
            if (!stdoutDone || !stderrDone) {
                giveUpSilentPipes();
            }
        });
    }

    private ProcessExit exitWith(int code) {
        int signal = code - 128;
        Optional<Integer> endedBy = signal > 0 && signal <= LAST_SIGNAL ? Optional.of(signal) : Optional.empty();
        return new ProcessExit(code, endedBy, tail.text());
    }
}
