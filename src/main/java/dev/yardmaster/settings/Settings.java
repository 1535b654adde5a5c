package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.ExecutableReloader;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/** What users have set for all agents. For any thread. */
@Singleton
public class Settings {
    private final SettingsRepository repository;
    private final SettingsCheck check;
    private final ExecutableReloader sync;
    private final MergePatch patches;
    private final Pool pool;

    Settings(
            SettingsRepository repository,
            Providers providers,
            Executables executables,
            ExecutableReloader sync,
            MergePatch patches,
            Pool pool) {
        this.repository = repository;
        this.check = new SettingsCheck(providers, executables);
        this.sync = sync;
        this.patches = patches;
        this.pool = pool;
    }

    /** The settings as they are now, as the database has them. */
    public Uni<SettingsProfile> current() {
        return spec().map(SettingsSpec::profile);
    }

    Uni<SettingsSpec> spec() {
        return repository.read(pool);
    }

    /**
     * Applies a JSON merge patch, wholly or not at all. Fails with {@code invalid_json}, {@code invalid_request},
     * {@code unknown_provider}, {@code unknown_runtime} or {@code unknown_executable}.
     */
    Uni<SettingsSpec> change(ObjectNode patch) {
        return pool.withTransaction(transaction -> repository.lock(transaction).chain(before -> {
                    SettingsSpec changed = patches.apply(before, patch, SettingsSpec.class);
                    check.check(patch);
                    return repository.write(transaction, changed).replaceWith(changed);
                }))
                .call(sync::reload);
    }
}
