package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.TaskClaimer.NotReady;
import dev.yardmaster.dispatch.TaskClaimer.Outcome;
import dev.yardmaster.dispatch.TaskClaimer.Paused;
import dev.yardmaster.dispatch.planning.AvailableAgent;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.usage.Budgets;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskClaimerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Inject
    TaskClaimer claimer;

    @Inject
    AgentAvailability agents;

    @Test
    void shouldClaimNothingAfterAPause() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.works()));
        fixture.pause("{}");
        String task = fixture.task();

        // When
        Outcome outcome = claim(UUID.fromString(task), agent);

        // Then
        assertThat(outcome).isEqualTo(new Paused());
        assertThat(fixture.sessions(task)).isEmpty();
    }

    @Test
    void shouldNotClaimATaskOfAnotherProjectThanTheAgents() {
        // Given
        String agent = fixture.agent(new JsonObject()
                .put("executable", Fakes.claude(Fakes.works()))
                .put("enabled", false)
                .put("project", fixture.project(directory.resolve("elsewhere"))));
        String task = fixture.task(new JsonObject().put("project", fixture.project(directory.resolve("here"))));

        // When
        Outcome outcome = claim(UUID.fromString(task), agent);

        // Then
        assertThat(outcome).isEqualTo(new NotReady());
        assertThat(fixture.sessions(task)).isEmpty();
    }

    @Test
    void shouldReportATaskThatIsNotReady() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.works()));

        // When
        Outcome outcome = claim(UUID.randomUUID(), agent);

        // Then
        assertThat(outcome).isEqualTo(new NotReady());
    }

    private Outcome claim(UUID task, String agent) {
        AvailableAgent available = agents.all().await().atMost(TIMEOUT).stream()
                .filter(it -> it.profile().name().equals(agent))
                .findFirst()
                .orElseThrow();
        return claimer.claim(task, available.profile(), Budgets.NONE).await().atMost(TIMEOUT);
    }
}
