package dev.yardmaster.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.database.OwnContext;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Saves the provider of the start options as the default provider, so that it applies to later starts too. */
@Singleton
class StartupProviderSetting {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** After the executables are loaded, and before the dispatcher starts a session. */
    private static final int EARLY = 1100;

    private final Settings settings;
    private final Optional<String> provider;

    StartupProviderSetting(
            Settings settings, @ConfigProperty(name = "yardmaster.start.provider") Optional<String> provider) {
        this.settings = settings;
        this.provider = provider;
    }

    /** Throws {@code unknown_provider}. */
    void save(@Observes @Priority(EARLY) StartupEvent event) {
        provider.map(id -> JsonNodeFactory.instance.objectNode().put("defaultProvider", id))
                .ifPresent(this::save);
    }

    private void save(ObjectNode patch) {
        OwnContext.await(() -> settings.change(patch), TIMEOUT);
    }
}
