package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.resolution.ListedModels;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Checks the health of all executables, at startup and then every few minutes. For any thread; no method blocks. */
@Singleton
public class HealthChecks {
    private final ProviderCatalog catalog;
    private final ModelCache models;
    private final HealthCache cache;
    private final Event<ExecutablesChanged> changed;
    private final boolean off;

    HealthChecks(ProviderCatalog catalog, ModelCache models, HealthConfig config, Event<ExecutablesChanged> changed) {
        this.catalog = catalog;
        this.models = models;
        this.changed = changed;
        this.off = config.every().equals("off");
        this.cache = new HealthCache(
                executable -> catalog.providerOf(executable).probe(executable),
                config.atOnce(),
                config.maxAge(),
                Clock.systemUTC());
    }

    /** The latest result for an executable with its present values; empty before their first check. */
    public Optional<HealthResult> latest(Executable executable) {
        return cache.of(executable).map(result -> result.plus(unlistedAliases(executable)));
    }

    /** Checks an executable now. A fault of the executable is a result, not a failure. */
    public CompletableFuture<HealthResult> verify(Executable executable) {
        CompletableFuture<HealthResult> result = cache.verify(executable);
        result.thenRun(() -> changed.fire(new ExecutablesChanged()));
        return result.thenApply(found -> found.plus(unlistedAliases(executable)));
    }

    /**
     * Whether sessions may start on an executable. An executable that was never checked counts as usable; an old result counts too, and
     * starts a new check in the background. If regular checks are off, only a quarantine makes an executable unusable.
     */
    public boolean usable(Executable executable) {
        return !cache.isQuarantined(executable) && (off || cache.usable(executable));
    }

    /**
     * Starts no more sessions on an executable whose credentials the provider has rejected, until a regular or requested check finds it
     * usable.
     *
     * @param message the provider's error message
     */
    public void quarantine(Executable executable, String message) {
        cache.quarantine(
                executable,
                Health.State.SIGNED_OUT,
                "The provider refused its credentials: " + message + " Sign in again, then POST /api/providers/"
                        + executable.provider().value() + "/verify.");
    }

    /** Starts a check of an executable that failed in a session, unless regular checks are off. */
    public void recheck(Executable executable) {
        if (!off) {
            cache.verify(executable);
        }
    }

    /** Runs at startup for the first time. */
    @Scheduled(every = "{yardmaster.health.every}")
    void refresh() {
        cache.refresh(catalog.executables(), this::listModels);
    }

    /** Only with a list of the models can a warning show that an alias leads to none of them. */
    private void listModels(Executable executable, HealthResult result) {
        if (result.health().state() == Health.State.READY
                && !aliases(executable).isEmpty()) {
            models.of(executable);
        }
    }

    private List<String> unlistedAliases(Executable executable) {
        return aliases(executable).entrySet().stream()
                .filter(alias -> models.lack(executable, alias.getValue()))
                .map(alias -> ListedModels.warning(executable.name(), alias.getKey(), alias.getValue()))
                .sorted()
                .toList();
    }

    private Map<String, String> aliases(Executable executable) {
        return catalog.aliases(catalog.providerOf(executable));
    }
}
