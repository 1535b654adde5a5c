package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that gives its sessions no tools. */
@QuarkusTest
@TestProfile(ToolsOffHttpTest.Off.class)
@WithTestResource(ServiceTestResource.class)
class ToolsOffHttpTest {
    private final Api api = LocalService.api();

    @TempDir
    Path directory;

    @Inject
    Pool pool;

    public static class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yardmaster.tools.enabled", "false");
        }
    }

    @Test
    void shouldGiveASessionNeitherAServerNorAToken() throws IOException {
        // Given
        Path arguments = directory.toAbsolutePath().resolve("arguments");
        String agent = api.agent(Slots.script("echo \"$@\" > '" + arguments + "'"));

        // When
        api.awaitEnd(api.start(agent, "go"));

        // Then
        assertThat(Files.readString(arguments)).contains("--session-id").doesNotContain("--mcp-config");
        Long tokens = pool.query("SELECT count(*) FROM session_token")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(30))
                .iterator()
                .next()
                .getLong(0);
        assertThat(tokens).isZero();
    }
}
