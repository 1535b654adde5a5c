package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Knows whether executables can be used: all are checked at the start and every few minutes. For any thread; nothing here blocks. */
@Singleton
public class HealthChecks {
    private final ProviderCatalog roster;
    private final HealthCache board;
    private final Event<ExecutablesChanged> changed;
    private final boolean off;

    HealthChecks(ProviderCatalog roster, HealthConfig config, Event<ExecutablesChanged> changed) {
        this.roster = roster;
        this.changed = changed;
        this.off = config.every().equals("off");
        this.board = new HealthCache(
                executable -> roster.providerOf(executable).probe(executable),
                config.atOnce(),
                config.maxAge(),
                Clock.systemUTC());
    }

    /** What was last found of an executable; empty until it was checked for the first time as it is now. */
    public Optional<HealthResult> latest(Executable executable) {
        return board.of(executable);
    }

    /** Checks an executable now. What is wrong with it is its health, not a failure. */
    public CompletableFuture<HealthResult> verify(Executable executable) {
        CompletableFuture<HealthResult> verdict = board.verify(executable);
        verdict.thenRun(() -> changed.fire(new ExecutablesChanged()));
        return verdict;
    }

    /**
     * Whether sessions can be started on an executable, as far as is known. One that was not checked yet can be hoped for; a verdict that
     * is old counts, and is checked anew meanwhile. Where nothing is checked by itself, all can be used that is not in quarantine.
     */
    public boolean usable(Executable executable) {
        return !board.isCondemned(executable) && (off || board.usable(executable));
    }

    /**
     * Lets no more sessions start on an executable whose credentials the provider has refused, until a check finds it well: the next
     * regular one, or one that is asked for.
     *
     * @param words what the provider said
     */
    public void quarantine(Executable executable, String words) {
        board.condemn(
                executable,
                Health.State.SIGNED_OUT,
                "The provider refused its credentials: " + words + " Sign in again, then POST /api/providers/"
                        + executable.provider().value() + "/verify.");
    }

    /** Has an executable checked that has turned out not to work; unless nothing is checked. */
    public void recheck(Executable executable) {
        if (!off) {
            board.verify(executable);
        }
    }

    /** The first time at the start. */
    @Scheduled(every = "{yardmaster.health.every}")
    void refresh() {
        board.refresh(roster.executables());
    }
}
