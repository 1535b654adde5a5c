package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.planning.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.DispatcherState.State;
import dev.yardmaster.dispatch.planning.DispatchSnapshotBuilder;
import dev.yardmaster.dispatch.planning.TaskBuilder;
import dev.yardmaster.usage.BudgetOwner;
import dev.yardmaster.usage.Budgets;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DispatcherActivityTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant RESET = DispatchSnapshotBuilder.NOW.plus(HOUR);
    private static final Instant MIDNIGHT = DispatchSnapshotBuilder.NOW.plus(Duration.ofHours(12));
    private static final Exhausted SPENT = new Exhausted("The budget is spent.", Optional.of(MIDNIGHT));

    private final TaskBuilder tasks = new TaskBuilder();
    private final DispatchSnapshotBuilder snapshot = new DispatchSnapshotBuilder()
            .tasks(tasks.work(2))
            .agents(agent("wanda", 1).on("claude-code", "codex"));

    @Test
    void shouldRunWhenATaskCanStart() {
        // Given
        snapshot.limited("claude-code", "*", HOUR);

        // When
        DispatcherActivity activity = activity();

        // Then
        assertThat(activity).isEqualTo(DispatcherActivity.RUNNING);
    }

    @Test
    void shouldRunWhenTasksWaitForAnAgentOnly() {
        // Given
        var stewardship = new DispatchSnapshotBuilder()
                .tasks(tasks.task(TaskBuilder.queue(2, Role.STEWARD)))
                .agents(agent("wanda", 1));

        // When
        DispatcherActivity activity = DispatcherActivity.of(stewardship.build(), HOUR);

        // Then
        assertThat(activity).isEqualTo(DispatcherActivity.RUNNING);
    }

    @Test
    void shouldWaitForTheFirstResetWhenEveryExecutableIsLimited() {
        // Given
        snapshot.limited("claude-code", "*", HOUR.multipliedBy(2)).limited("codex", "*", HOUR);

        // When
        DispatcherActivity activity = activity();

        // Then
        assertWaits(activity, Optional.of(RESET), "'codex' is limited until " + RESET);
    }

    @Test
    void shouldWaitForAResetWhenTheOtherExecutableIsUnusable() {
        // Given
        snapshot.faulty("claude-code", "It is signed out.").limited("codex", "*", HOUR);

        // When
        DispatcherActivity activity = activity();

        // Then
        assertWaits(activity, Optional.of(RESET), "It is signed out.");
    }

    @Test
    void shouldWaitWithoutAnEndWhenEveryExecutableIsUnusable() {
        // Given
        snapshot.faulty("claude-code", "It is signed out.").faulty("codex", "There is no such program.");

        // When
        DispatcherActivity activity = activity();

        // Then
        assertWaits(activity, Optional.empty(), "There is no such program.");
    }

    @Test
    void shouldWaitForTheResetOfABudgetOfAProvider() {
        // Given
        snapshot.faulty("codex", "There is no such program.")
                .budgets(new Budgets(Map.of(BudgetOwner.provider("claude-code"), SPENT)));

        // When
        DispatcherActivity activity = activity();

        // Then
        assertWaits(activity, Optional.of(MIDNIGHT), SPENT.reason());
    }

    @Test
    void shouldWaitForTheResetOfTheBudgetOfTheOnlyAgent() {
        // Given
        snapshot.budgets(new Budgets(
                Map.of(BudgetOwner.agent(agent("wanda", 1).build().profile().id()), SPENT)));

        // When
        DispatcherActivity activity = activity();

        // Then
        assertWaits(activity, Optional.of(MIDNIGHT), SPENT.reason());
    }

    @Test
    void shouldWaitForTheResetOfTheBudgetOfTheWorkspace() {
        // Given
        snapshot.budgets(new Budgets(Map.of(BudgetOwner.WORKSPACE, SPENT)));

        // When
        DispatcherActivity activity = activity();

        // Then
        assertWaits(activity, Optional.of(MIDNIGHT), SPENT.reason());
    }

    @Test
    void shouldWaitForTheBudgetOfAPlan() {
        // Given
        UUID launch = UUID.randomUUID();
        var snapshotOfPlan = new DispatchSnapshotBuilder()
                .tasks(tasks.taskOf(launch, TaskBuilder.queue(1, Role.WORKER)))
                .agents(agent("wanda", 1))
                .budgets(new Budgets(
                        Map.of(BudgetOwner.plan(launch), new Exhausted("The plan is spent.", Optional.empty()))));

        // When
        DispatcherActivity activity = DispatcherActivity.of(snapshotOfPlan.build(), HOUR);

        // Then
        assertWaits(activity, Optional.empty(), "The plan is spent.");
    }

    @Test
    void shouldWaitForTheResetOfTheBudgetOfAProject() {
        // Given
        UUID shop = UUID.randomUUID();
        var snapshotOfProject = new DispatchSnapshotBuilder()
                .tasks(tasks.task(TaskBuilder.queueOf(shop)))
                .agents(agent("wanda", 1))
                .budgets(new Budgets(Map.of(BudgetOwner.project(shop), SPENT)));

        // When
        DispatcherActivity activity = DispatcherActivity.of(snapshotOfProject.build(), HOUR);

        // Then
        assertWaits(activity, Optional.of(MIDNIGHT), SPENT.reason());
    }

    private DispatcherActivity activity() {
        return DispatcherActivity.of(snapshot.build(), HOUR);
    }

    private static void assertWaits(DispatcherActivity activity, Optional<Instant> until, String reason) {
        assertThat(activity.state()).isEqualTo(State.WAITING);
        assertThat(activity.until()).isEqualTo(until);
        assertThat(activity.reason()).hasValueSatisfying(it -> assertThat(it).contains(reason));
    }
}
