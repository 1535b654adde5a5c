package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.AgentEquipment;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.DispatchPlanner.Assignment;
import dev.yardmaster.provider.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DispatchPlannerTest {
    @Test
    void shouldGiveATaskToAnAgentOfItsRoleOnly() {
        // Given
        FreeAgent worker = agent("worker", 1);
        ReadyTask forWorkers = task("worker");

        // When
        List<Assignment> plan = DispatchPlanner.plan(
                List.of(task("director"), task("steward"), forWorkers), List.of(agent("reviewer", 5), worker));

        // Then
        assertThat(plan).containsExactly(new Assignment(forWorkers, worker));
    }

    @Test
    void shouldGiveAReservedTaskToItsAgentWhateverItsRole() {
        // Given
        FreeAgent small = agent("worker", 1);
        var reserved = new ReadyTask(
                UUID.randomUUID(), "director", Optional.of(small.profile().id()));

        // When
        List<Assignment> plan =
                DispatchPlanner.plan(List.of(reserved), List.of(agent("director", 5), agent("worker", 5), small));

        // Then
        assertThat(plan).containsExactly(new Assignment(reserved, small));
    }

    @Test
    void shouldLetAReservedTaskWaitForItsAgent() {
        // Given
        var reserved = new ReadyTask(UUID.randomUUID(), "worker", Optional.of(UUID.randomUUID()));
        ReadyTask next = task("worker");
        FreeAgent worker = agent("worker", 1);

        // When
        List<Assignment> plan = DispatchPlanner.plan(List.of(reserved, next), List.of(worker));

        // Then
        assertThat(plan).containsExactly(new Assignment(next, worker));
    }

    @Test
    void shouldSpreadTasksOverAgentsWithTheMostRoom() {
        // Given
        FreeAgent big = agent("worker", 3);
        FreeAgent small = agent("worker", 2);

        // When
        List<Assignment> plan = DispatchPlanner.plan(tasks(4), List.of(small, big));

        // Then
        assertThat(plan).extracting(Assignment::agent).containsExactly(big, small, big, small);
    }

    @Test
    void shouldNotGiveMoreThanThereIsRoomFor() {
        // Given
        List<ReadyTask> tasks = tasks(10);

        // When
        List<Assignment> plan = DispatchPlanner.plan(tasks, List.of(agent("worker", 2), agent("worker", 1)));

        // Then
        assertThat(plan).extracting(Assignment::task).containsExactlyElementsOf(tasks.subList(0, 3));
    }

    @Test
    void shouldServeTheMostUrgentFirst() {
        // Given
        List<ReadyTask> tasks = tasks(3);

        // When
        List<Assignment> plan = DispatchPlanner.plan(tasks, List.of(agent("worker", 1)));

        // Then
        assertThat(plan).extracting(Assignment::task).containsExactly(tasks.getFirst());
    }

    @Test
    void shouldPlanNothingWithoutAgentsOrTasks() {
        // When
        List<Assignment> plan = Stream.of(
                        DispatchPlanner.plan(tasks(3), List.of()),
                        DispatchPlanner.plan(List.of(), List.of(agent("worker", 1))))
                .flatMap(List::stream)
                .toList();

        // Then
        assertThat(plan).isEmpty();
    }

    private static List<ReadyTask> tasks(int count) {
        return Stream.generate(() -> task("worker")).limit(count).toList();
    }

    private static ReadyTask task(String role) {
        return new ReadyTask(UUID.randomUUID(), role, Optional.empty());
    }

    private static FreeAgent agent(String role, int free) {
        var profile = new AgentProfile(
                UUID.randomUUID(),
                role,
                new AgentKind(Role.WORKER, AgentMode.EPHEMERAL, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                List.of(),
                new AgentEquipment(Optional.empty(), Permissions.FULL, List.of(), Optional.empty()));
        return new FreeAgent(profile, role, free);
    }
}
