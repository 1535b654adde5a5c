package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.cli.CommandLineFixture.Result;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines against the service, as the executable runs them. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class CommandLineHttpTest {
    @RegisterExtension
    final CommandLineFixture fixture = new CommandLineFixture();

    /** The lines of the guides of the systems that people come from, with another fixture.name() of the program and of the things. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agent register NAME --role worker --provider codex --model gpt-5.1-codex     | name=NAME role=worker provider=codex model=gpt-5.1-codex
            agent register NAME --role worker --provider opencode                        | provider=opencode
            agent register NAME --role steward --focus merge                             | role=steward focus=merge
            agent register NAME --role worker --provider claude-code                     | provider=claude-code
            agent register NAME --role director                                          | role=director
            agent register NAME -r worker -m persistent --tags frontend,urgent -t 2      | mode=persistent tags=["frontend","urgent"] maxConcurrentTasks=2
            agent register NAME --role worker --maxTasks 3                               | maxConcurrentTasks=3
            pool create NAME --size 4                                                    | size=4
            pool create NAME --size 6 -t worker:ephemeral:100:3:claude-code:claude-sonnet-4-20250514 -t worker:ephemeral:80:3:opencode | size=6
            pool create NAME -s 3 --agent-type steward:merge                             | size=3
            """)
    void shouldAcceptTheCommandLinesOfOtherSystems(String line, String expected) throws Exception {
        // Given
        // Another test must not get the agent, and a pool must not limit the sessions of another test.
        List<String> words = new ArrayList<>(
                List.of((line.replace("NAME", fixture.name()) + " --json --enabled=false").split(" +")));

        // When
        Result result = fixture.run(words.toArray(String[]::new));

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        JsonNode thing = result.json();
        for (String field : expected.replace("NAME", fixture.name()).split(" ")) {
            String[] parts = field.split("=", 2);
            JsonNode value = thing.path(parts[0]);
            assertThat(value.isContainerNode() ? value.toString() : value.asText())
                    .isEqualTo(parts[1]);
        }
    }

    @Test
    void shouldShowAndChangeAnAgent() throws Exception {
        // Given
        String id = fixture.run(
                        "agent",
                        "register",
                        fixture.name(),
                        "--role",
                        "worker",
                        "--model",
                        "sonnet",
                        "--enabled=false",
                        "-q")
                .out()
                .strip();

        // When
        Result changed = fixture.run(
                "agent", "update", "--tags", "a,b", "--unset", "model", "--enabled=false", "--restart", fixture.name());
        Result shown = fixture.run("agent", "show", id.substring(0, id.length() - 1));
        Result listed = fixture.run("agent", "list", "-q");

        // Then
        assertThat(changed.exitCode()).isZero();
        assertThat(shown.out())
                .contains("name                " + fixture.name() + "\n", "tags                a, b\n")
                .doesNotContain("model ");
        assertThat(listed.out().lines()).contains(id);
    }

    @Test
    void shouldTalkToTheCurrentSessionOfAnAgent() throws Exception {
        // Given
        String executable = Slots.script("while read -r line; do echo \"$line\"; done");
        // A disabled agent gets no task of another test. It can still be started by hand.
        fixture.api()
                .agent(new JsonObject()
                        .put("name", fixture.name())
                        .put("enabled", false)
                        .put("executable", executable));
        Result idle = fixture.run("agent", "say", fixture.name(), "Anybody there?");
        fixture.api().start(fixture.name(), "Wait");

        // When
        Result said = fixture.run("agent", "say", fixture.name(), "Hello");
        Result enabled = fixture.run("agent", "enable", fixture.name(), "--json");
        Result disabled = fixture.run("agent", "disable", fixture.name(), "--json");

        // Then
        assertThat(idle.exitCode()).isEqualTo(4);
        assertThat(idle.err()).contains("has no running session");
        assertThat(said.err()).isEmpty();
        assertThat(said.exitCode()).isZero();
        assertThat(enabled.json().path("enabled").asBoolean()).isTrue();
        assertThat(disabled.json().path("enabled").asBoolean()).isFalse();
        assertThat(fixture.run("agent", "stop", fixture.name()).exitCode()).isZero();
    }

    @Test
    void shouldRunThroughTheLifeOfATask() throws Exception {
        // Given
        String id = fixture.run(
                        "task", "create", "Fix the 登录", "--scheduled-for", "+2h", "--tags", fixture.name(), "-q")
                .out()
                .strip();

        // When
        JsonNode task =
                fixture.run("task", "show", id.substring(0, 35), "--json").json();
        Result listed = fixture.run("task", "list", "--tag", fixture.name());
        Result completed = fixture.run("task", "complete", id, "--result", "By hand", "--json");
        Result removed = fixture.run("task", "rm", id, "--yes");

        // Then
        assertThat(task.path("prompt").asText()).isEqualTo("Fix the 登录");
        assertThat(listed.out()).isEqualTo("""
                ID                                    STATE  PRIO  ROLE    TITLE
                %s  open   3     worker  Fix the 登录
                """.formatted(id));
        assertThat(completed.json().path("state").asText()).isEqualTo("done");
        assertThat(removed).isEqualTo(new Result(0, "", ""));
        assertThat(fixture.run("task", "show", id).exitCode()).isEqualTo(3);
    }

    @Test
    void shouldAddTasksOfAFileAndChangeSeveral() throws Exception {
        // Given
        Path file = Files.writeString(fixture.home().resolve("tasks.json"), """
                [{"title": "One", "prompt": "1", "tags": ["%1$s"], "scheduledFor": "2999-01-01T00:00:00Z"},
                 {"title": "Two", "prompt": "2", "tags": ["%1$s"], "scheduledFor": "2999-01-01T00:00:00Z"}]""".formatted(fixture.name()));
        Result imported = fixture.run("task", "import", "@" + file);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        String[] ids =
                fixture.run("task", "list", "--tag", fixture.name(), "-q").out().split("\n");

        // When
        Result prioritized = fixture.run("task", "prioritize", "1", ids[0], ids[1]);
        Result cancelled = fixture.run("task", "cancel-all", ids[0], ids[1]);

        // Then
        assertThat(prioritized.out().lines()).hasSize(3);
        assertThat(cancelled.out()).contains(ids[0], ids[1]);
        assertThat(fixture.run("task", "list", "--tag", fixture.name(), "--state", "cancelled", "-q")
                        .out()
                        .lines())
                .containsExactlyInAnyOrder(ids);
    }

    @Test
    void shouldAddATokenOnceAndRevokeIt() throws Exception {
        // When
        JsonNode token = fixture.run(
                        "token", "create", fixture.name(), "--role", "viewer", "--expires", "+1d", "--json")
                .json();

        // Then
        fixture.environment().put("YARDMASTER_TOKEN", token.path("token").asText());
        assertThat(fixture.run("agent", "list").exitCode()).isZero();
        Result refused = fixture.run("dispatcher", "pause");
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines()).hasSize(1);
        fixture.environment().put("YARDMASTER_TOKEN", fixture.adminToken());
        assertThat(fixture.run("token", "revoke", token.path("id").asText(), "--yes")
                        .exitCode())
                .isZero();
    }

    @Test
    void shouldStoreAContextWithItsToken() throws Exception {
        // Given
        String token = fixture.environment().remove("YARDMASTER_TOKEN");
        fixture.environment().remove("YARDMASTER_URL");

        // When
        Result loggedIn = fixture.withInput(
                token + "\n", "login", LocalService.base().toString(), "--name", "test", "--with-token");

        // Then
        assertThat(loggedIn.err()).isEmpty();
        assertThat(loggedIn.exitCode()).isZero();
        assertThat(fixture.run("context", "list").out()).contains("*  test  " + LocalService.base());
        assertThat(fixture.run("agent", "list").exitCode()).isZero();
        assertThat(fixture.run("context", "rm", "test").exitCode()).isZero();
        assertThat(fixture.run("context", "use", "test").exitCode()).isEqualTo(3);
    }
}
