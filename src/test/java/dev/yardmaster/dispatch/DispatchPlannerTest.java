package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.AgentBuilder.agent;
import static dev.yardmaster.dispatch.TaskBuilder.lane;
import static dev.yardmaster.dispatch.TaskBuilder.reserved;
import static dev.yardmaster.dispatch.TaskBuilder.starts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.DispatchDecision.Queued;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DispatchPlannerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TaskQueue WORK = lane(1, Role.WORKER);
    private static final TaskQueue STEWARDSHIP = lane(2, Role.STEWARD);

    private final TaskBuilder tasks = new TaskBuilder();

    @Test
    void shouldGiveATaskToAnAgentOfItsRoleOnly() {
        // Given
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(STEWARDSHIP), tasks.task(lane(3, Role.DIRECTOR)), tasks.task(WORK))
                .agents(agent("wanda", 5));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("3 wanda");
        assertThat(plan).filteredOn(Queued.class::isInstance).hasSize(2);
    }

    @Test
    void shouldGiveAReservedTaskToItsAgentWhateverItsRole() {
        // Given
        AvailableAgent small = agent("small", 1).role(Role.STEWARD).persistent().done();
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(reserved(small.profile().id())))
                .agents(agent("big", 5), agent("small", 1).role(Role.STEWARD).persistent());

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 small");
    }

    @Test
    void shouldLetAReservedTaskWaitForItsAgent() {
        // Given
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(reserved(UUID.randomUUID())), tasks.task(WORK))
                .agents(agent("wanda", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda");
    }

    @Test
    void shouldNotTakeAnotherOfTheSameSortForTheAgentThatATaskIsReservedFor() {
        // Given
        AvailableAgent small = agent("small", 1).done();
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(reserved(small.profile().id())), tasks.task(WORK), tasks.task(WORK))
                .agents(agent("big", 2), agent("small", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactlyInAnyOrder("1 small", "2 big", "3 big");
    }

    @Test
    void shouldGiveAPersistentAgentNothingThatIsNotReservedForIt() {
        // Given
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(WORK))
                .agents(agent("pet", 1).persistent());

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(plan).hasOnlyElementsOfType(Queued.class);
    }

    @Test
    void shouldAskForAllTags() {
        // Given
        var lane = new TaskQueue(7, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("gpu", "java"));
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(lane), tasks.task(lane))
                .agents(agent("half", 5).tags("gpu"), agent("whole", 1).tags("gpu", "java", "web"));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 whole");
    }

    @Test
    void shouldKeepAgentsToTheirProjects() {
        // Given
        UUID ours = UUID.randomUUID();
        var lane = new TaskQueue(7, Role.WORKER, Optional.empty(), Optional.of(ours), Set.of());
        var situation = new DispatchSnapshotBuilder()
                .tasks(tasks.task(lane), tasks.task(lane), tasks.task(lane))
                .agents(
                        agent("theirs", 5).project(UUID.randomUUID()),
                        agent("our", 1).project(ours),
                        agent("anybody", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[1]).containsExactlyInAnyOrder("our", "anybody");
    }

    @Test
    void shouldSpreadTasksOverAgentsWithTheMostRoom() {
        // Given
        var situation = new DispatchSnapshotBuilder().tasks(tasks.work(4)).agents(agent("small", 2), agent("big", 3));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 big", "2 big", "3 small", "4 big");
    }

    @Test
    void shouldNotGiveMoreThanThereIsRoomFor() {
        // Given
        var situation = new DispatchSnapshotBuilder().tasks(tasks.work(10)).agents(agent("two", 2), agent("one", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[0]).containsExactly("1", "2", "3");
        assertThat(plan).filteredOn(Queued.class::isInstance).hasSize(7);
    }

    @Test
    void shouldServeTheMostUrgentFirst() {
        // Given
        var situation = new DispatchSnapshotBuilder()
                .tasks(
                        tasks.task(WORK, 3, Duration.ZERO),
                        tasks.task(WORK, 1, Duration.ZERO),
                        tasks.task(WORK, 2, Duration.ZERO))
                .agents(agent("wanda", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda");
    }

    @Test
    void shouldLetNothingStarve() {
        // Given
        var situation = new DispatchSnapshotBuilder()
                .tasks(
                        tasks.task(WORK, 1, Duration.ofMinutes(59)),
                        tasks.task(WORK, 5, HOUR.multipliedBy(4)),
                        tasks.task(WORK, 5, HOUR.multipliedBy(4).minusMillis(1)))
                .agents(agent("wanda", 2));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda", "1 wanda");
    }

    @Test
    void shouldPlanNothingWithoutAgentsOrTasks() {
        // When
        List<DispatchDecision> plan = new ArrayList<>(
                new DispatchSnapshotBuilder().agents(agent("wanda", 1)).plan());
        plan.addAll(new DispatchSnapshotBuilder().tasks(tasks.work(3)).plan());

        // Then
        assertThat(starts(plan)).isEmpty();
    }
}
