package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Asks executables questions that take their time: each on a virtual thread, a few at once. Those who ask an executable while it is
 * being asked share the answer. For any thread; nobody waits.
 */
final class SingleFlight<A> {
    private final ConcurrentMap<Executable, CompletableFuture<A>> open = new ConcurrentHashMap<>();
    private final Executor threads;
    private final Semaphore turns;
    private final Function<Executable, A> question;

    /**
     * @param name what its threads are called
     * @param atOnce how many are asked at the same time
     */
    SingleFlight(String name, int atOnce, Function<Executable, A> question) {
        this.threads = task -> Thread.ofVirtual().name(name).start(task);
        this.turns = new Semaphore(atOnce);
        this.question = question;
    }

    /** The answer, once it is there; fails when the question does. Cancelling it concerns nobody else. */
    CompletableFuture<A> ask(Executable executable) {
        var mine = new CompletableFuture<A>();
        CompletableFuture<A> shared = open.computeIfAbsent(executable, _ -> mine);
        if (shared == mine) {
            threads.execute(() -> answer(executable, mine));
        }
        return shared.copy();
    }

    private void answer(Executable executable, CompletableFuture<A> answer) {
        turns.acquireUninterruptibly();
        try {
            A said = question.apply(executable);
            open.remove(executable);
            answer.complete(said);
        } catch (RuntimeException | Error e) {
            open.remove(executable);
            answer.completeExceptionally(e);
        } finally {
            turns.release();
        }
    }
}
