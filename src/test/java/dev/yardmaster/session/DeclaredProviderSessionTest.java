package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Wrapper;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider that is declared by configuration alone, without code. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class DeclaredProviderSessionTest {
    @TempDir
    Path directory;

    @Test
    void shouldRunATaskOnADeclaredProvider() throws Exception {
        // Given
        Api api = LocalService.api();
        Path fake = FakeClaude.printing(EventFlood.of(3)).install(directory);
        Path recorded = directory.resolve("recorded");
        Wrapper.script("""
                [ "$1" = --version ] && echo "wrapper v1.2" && exit
                printf '%%s\\n' "$WRAPPED" "$@" > '%s'
                exec '%s' "$@"
                """.formatted(recorded, fake));
        String agent = api.agent(new JsonObject().put("provider", Wrapper.ID).put("model", "large"));

        // When
        JsonObject task = api.awaitTask(api.task(agent, "go"), "done");

        // Then
        JsonObject session = api.json(api.get("/api/sessions/" + task.getString("session")));
        assertThat(session.getString("provider")).isEqualTo(Wrapper.ID);
        assertThat(session.getString("executable")).isEqualTo(Wrapper.ID);
        assertThat(api.events(task.getString("session")))
                .extracting(event -> event.getString("type"))
                .contains("message", "turn.ended", "session.ended");
        assertThat(Files.readAllLines(recorded))
                .startsWith("yes", "run", "two words", "--model", "large", "--id", task.getString("session"), "--in")
                .doesNotContain("--again", "-p");
    }

    @Test
    void shouldListADeclaredProvider() {
        // Given
        Api api = LocalService.api();

        // When
        JsonObject provider = api.json(api.get("/api/providers/" + Wrapper.ID));

        // Then
        assertThat(provider.getString("displayName")).isEqualTo("Wrapped Agent");
        assertThat(provider.getString("runtime")).isEqualTo("claude");
        assertThat(api.json(api.get("/api/providers/claude")).getString("id")).isEqualTo("claude-code");
        assertThat(api.json(api.get("/api/providers/" + Wrapper.ID + "/models")).getJsonArray("models").stream()
                        .map(it -> ((JsonObject) it).getString("id")))
                .containsExactly("small", "large");
    }
}
