package dev.yardmaster.testkit;

import dev.yardmaster.database.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Starts a PostgreSQL and creates a home directory for a test of the whole service. */
public final class ServiceTestResource implements QuarkusTestResourceLifecycleManager {
    private final PostgresTestResource postgres = new PostgresTestResource();
    private final TestIssuer issuer = new TestIssuer();

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "home-");
            Map<String, String> properties = new HashMap<>(postgres.start());
            properties.put("yardmaster.home", home.toAbsolutePath().toString());
            properties.putAll(Slots.declare(home.toAbsolutePath().resolve("slots")));
            properties.putAll(Wrapper.declare(home.toAbsolutePath()));
            properties.putAll(issuer.properties());
            properties.put("yardmaster.security.allowed-origins", "https://crew.example");
            properties.put("yardmaster.dispatch.retry-delay", "200ms");
            properties.put("yardmaster.webhooks.allow-private-addresses", "true");
            properties.put("yardmaster.webhooks.retry-delay", "200ms");
            properties.put("yardmaster.webhooks.timeout", "2s");
            properties.put("yardmaster.webhooks.poll", "300ms");
            properties.put("yardmaster.dispatch.max-troubles", "3");
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        postgres.stop();
        issuer.close();
    }
}
