package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.ExecutableReloader;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;

/** The settings of the workspace, for agents and projects that do not override them. */
@Singleton
public class Settings {
    private final SettingsRepository repository;
    private final SettingsCheck check;
    private final ExecutableReloader reloader;
    private final MergePatch patches;

    Settings(
            SettingsRepository repository,
            Providers providers,
            Executables executables,
            ExecutableReloader reloader,
            MergePatch patches) {
        this.repository = repository;
        this.check = new SettingsCheck(providers, executables);
        this.reloader = reloader;
        this.patches = patches;
    }

    /**
     * The stored settings, read over the caller's connection. A caller inside a transaction passes its own connection: taking a second
     * one from the pool would let concurrent transactions wait for each other. For any thread.
     */
    public Uni<SettingsProfile> current(SqlClient client) {
        return repository.read(client).map(SettingsSpec::profile);
    }

    /** The stored settings, through Hibernate. Needs the event loop of an HTTP request. */
    Uni<SettingsSpec> spec() {
        return repository.read();
    }

    /**
     * Applies a JSON merge patch as a whole or not at all. Needs a Vert.x context, such as that of an HTTP request. Fails with
     * {@code invalid_json}, {@code invalid_request}, {@code unknown_provider}, {@code unknown_runtime} or {@code unknown_executable}.
     */
    Uni<SettingsSpec> change(ObjectNode patch) {
        return repository
                .change(before -> {
                    SettingsSpec changed = patches.apply(before, patch, SettingsSpec.class);
                    check.check(patch);
                    return changed;
                })
                .call(reloader::reload);
    }
}
