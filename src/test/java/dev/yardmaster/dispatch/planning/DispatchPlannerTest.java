package dev.yardmaster.dispatch.planning;

import static dev.yardmaster.dispatch.planning.AgentBuilder.agent;
import static dev.yardmaster.dispatch.planning.TaskBuilder.queue;
import static dev.yardmaster.dispatch.planning.TaskBuilder.reserved;
import static dev.yardmaster.dispatch.planning.TaskBuilder.starts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.planning.DispatchDecision.Queued;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DispatchPlannerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TaskQueue WORK = queue(1, Role.WORKER);
    private static final TaskQueue STEWARDSHIP = queue(2, Role.STEWARD);

    private final TaskBuilder tasks = new TaskBuilder();

    @Test
    void shouldAssignTasksOnlyToAgentsOfTheirRole() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(STEWARDSHIP), tasks.task(queue(3, Role.DIRECTOR)), tasks.task(WORK))
                .agents(agent("wanda", 5));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("3 wanda");
        assertThat(plan).filteredOn(Queued.class::isInstance).hasSize(2);
    }

    @Test
    void shouldAssignAReservedTaskToItsAgentDespiteAnotherRole() {
        // Given
        AvailableAgent small = agent("small", 1).role(Role.STEWARD).persistent().build();
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(reserved(small.profile().id())))
                .agents(agent("big", 5), agent("small", 1).role(Role.STEWARD).persistent());

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 small");
    }

    @Test
    void shouldGiveATaskThatResumesAConversationToItsAgentIfItIsFree() {
        // Given
        UUID small = agent("small", 1).build().profile().id();
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.taskResumedBy(small, WORK), tasks.taskResumedBy(small, WORK))
                .agents(agent("big", 5), agent("small", 1));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 small", "2 big");
    }

    @Test
    void shouldQueueAReservedTaskUntilItsAgentIsFree() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(reserved(UUID.randomUUID())), tasks.task(WORK))
                .agents(agent("wanda", 1));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda");
    }

    @Test
    void shouldNotReplaceTheAgentOfAReservedTaskByASimilarOne() {
        // Given
        AvailableAgent small = agent("small", 1).build();
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(reserved(small.profile().id())), tasks.task(WORK), tasks.task(WORK))
                .agents(agent("big", 2), agent("small", 1));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactlyInAnyOrder("1 small", "2 big", "3 big");
    }

    @Test
    void shouldAssignOnlyReservedTasksToAPersistentAgent() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(WORK))
                .agents(agent("pet", 1).persistent());

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(plan).hasOnlyElementsOfType(Queued.class);
    }

    @Test
    void shouldRequireAllTags() {
        // Given
        var queue =
                new TaskQueue(7, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("gpu", "java"), Choice.NONE);
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(queue), tasks.task(queue))
                .agents(agent("half", 5).tags("gpu"), agent("whole", 1).tags("gpu", "java", "web"));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 whole");
    }

    @Test
    void shouldAssignTasksOfAProjectOnlyToAgentsOfItOrOfNone() {
        // Given
        UUID ours = UUID.randomUUID();
        var queue = new TaskQueue(7, Role.WORKER, Optional.empty(), Optional.of(ours), Set.of(), Choice.NONE);
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(queue), tasks.task(queue), tasks.task(queue))
                .agents(
                        agent("theirs", 5).project(UUID.randomUUID()),
                        agent("our", 1).project(ours),
                        agent("anybody", 1));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[1]).containsExactlyInAnyOrder("our", "anybody");
    }

    @Test
    void shouldPreferTheAgentWithTheMostFreeSessions() {
        // Given
        var snapshot = new DispatchSnapshotBuilder().tasks(tasks.work(4)).agents(agent("small", 2), agent("big", 3));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 big", "2 big", "3 small", "4 big");
    }

    @Test
    void shouldNotExceedTheFreeSessions() {
        // Given
        var snapshot = new DispatchSnapshotBuilder().tasks(tasks.work(10)).agents(agent("two", 2), agent("one", 1));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[0]).containsExactly("1", "2", "3");
        assertThat(plan).filteredOn(Queued.class::isInstance).hasSize(7);
    }

    @Test
    void shouldStartTheMostUrgentTaskFirst() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(
                        tasks.task(WORK, 3, Duration.ZERO),
                        tasks.task(WORK, 1, Duration.ZERO),
                        tasks.task(WORK, 2, Duration.ZERO))
                .agents(agent("wanda", 1));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda");
    }

    @Test
    void shouldRaiseThePriorityOfWaitingTasks() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(
                        tasks.task(WORK, 1, Duration.ofMinutes(59)),
                        tasks.task(WORK, 5, HOUR.multipliedBy(4)),
                        tasks.task(WORK, 5, HOUR.multipliedBy(4).minusMillis(1)))
                .agents(agent("wanda", 2));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda", "1 wanda");
    }

    @Test
    void shouldPlanNoStartsWithoutAgentsOrTasks() {
        // When
        List<DispatchDecision> plan = new ArrayList<>(
                new DispatchSnapshotBuilder().agents(agent("wanda", 1)).plan());
        plan.addAll(new DispatchSnapshotBuilder().tasks(tasks.work(3)).plan());

        // Then
        assertThat(starts(plan)).isEmpty();
    }
}
