package dev.yardmaster.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A running child process with its pipes. It passes each output line, without secrets, to a listener and accepts input lines.
 * {@link #exit()} completes after the listeners have received all output.
 *
 * <p>Threads: one platform thread for each output pipe reads it to its end and calls its listener; a third one exists while lines wait to
 * be written. All methods can be called from any thread, and none of them blocks. Stages that depend on {@link #exit()} run on a virtual
 * thread and may block.
 */
public final class ChildProcess {
    /** The listener runs a dialogue, parses JSON and writes the session's log. Only the part of a stack that is used takes memory. */
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
        Redactor redactor = Redactor.of(spec.environment());
        this.tail = new StderrTail(redactor);
        String name = "child-" + process.pid();
        this.stdout = new PipePump(
                name + "-stdout", process.getInputStream(), redactor.over(listener), options.maxLineBytes());
        this.stderr =
                new PipePump(name + "-stderr", process.getErrorStream(), withTail(options.stderr()), STDERR_MAX_LINE);
        this.stdin = new LineWriter(name + "-stdin", process.getOutputStream(), options.maxQueuedBytes());
    }

    /** Starts a child with the default options; see {@link #start(LaunchSpec, LineListener, ChildOptions)}. */
    public static ChildProcess start(LaunchSpec spec, LineListener stdout) {
        return start(spec, stdout, ChildOptions.defaults());
    }

    /**
     * Starts a child. The listeners may be called before this method returns.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} if the program or the directory is missing, or the
     *     system can't start the program
     */
    public static ChildProcess start(LaunchSpec spec, LineListener stdout, ChildOptions options) {
        Process process = ProcessLauncher.start(spec);
        ChildProcess child = new ChildProcess(process, spec, stdout, options);
        child.startThreads(spec.input());
        return child;
    }

    /** Returns the process id. */
    public long pid() {
        return process.pid();
    }

    /** Returns the time at which the system started the process. */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Sends a line to the child's standard input, after all lines sent before. If the child has closed its input or has ended, the line is
     * dropped without an error; {@link #exit()} reports the end.
     *
     * @param line the text, without a line end
     * @throws dev.yardmaster.problem.YardmasterException with {@code CONFLICT} after {@link #closeInput()}, or if more than
     *     {@link ChildOptions#maxQueuedBytes()} would wait because the child does not read
     */
    public void write(String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A line must not contain a line end");
        }
        stdin.write(line);
    }

    /** Closes the child's standard input after all lines sent so far have been written. */
    public void closeInput() {
        stdin.close();
    }

    /**
     * Completes when the child has ended, both output pipes have ended, and the listeners have received all lines. If another process keeps a
     * pipe open, the pipe counts as ended after {@link ChildOptions#pipeGrace()} without output.
     */
    public CompletionStage<ProcessExit> exit() {
        return exit.minimalCompletionStage();
    }

    /** Completes with the exit code as soon as the process has ended, even if its pipes are still open. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    private LineListener withTail(LineListener listener) {
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

            @Override
            public void onEnd() {
                listener.onEnd();
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

    /** {@link Process#onExit()} would wait for the pid, which the system may have given to another process. */
    private int waitFor() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException _) {
                // This thread is private, so no code has a reason to interrupt it. The child must be waited for in any
                // case.
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
