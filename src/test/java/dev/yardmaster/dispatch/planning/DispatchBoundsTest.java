package dev.yardmaster.dispatch.planning;

import static dev.yardmaster.dispatch.planning.AgentBuilder.agent;
import static dev.yardmaster.dispatch.planning.TaskBuilder.queue;
import static dev.yardmaster.dispatch.planning.TaskBuilder.queueOf;
import static dev.yardmaster.dispatch.planning.TaskBuilder.starts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.PoolEntry;
import dev.yardmaster.usage.BudgetOwner;
import dev.yardmaster.usage.Budgets;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pool slots, limits and budgets bound a plan. */
class DispatchBoundsTest {
    private static final Instant NOW = DispatchSnapshotBuilder.NOW;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TaskQueue WORK = queue(1, Role.WORKER);
    private static final TaskQueue STEWARDSHIP = queue(2, Role.STEWARD);

    private final TaskBuilder tasks = new TaskBuilder();

    @Test
    void shouldFillThePoolOfTheDocumentation() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(12))
                .agents(
                        agent("c", 6).on("claude-code").model("opus"),
                        agent("o", 6).on("opencode"))
                .pool(pool(6, entry(0, Role.WORKER, 100, "claude-code", 3), entry(1, Role.WORKER, 80, "opencode", 3)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[1]).containsExactly("c", "c", "c", "o", "o", "o");
        assertThat(plan).filteredOn(Blocked.class::isInstance).hasSize(6);
    }

    @Test
    void shouldPreferTheHigherPoolPriorityWhenSlotsAreScarce() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(WORK, 1, HOUR), tasks.task(STEWARDSHIP, 5, Duration.ZERO))
                .agents(agent("wanda", 1), agent("stu", 1).role(Role.STEWARD))
                .pool(pool(
                        1, entry(0, Role.WORKER, 10, "claude-code", 1), entry(1, Role.STEWARD, 90, "claude-code", 1)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 stu");
    }

    @Test
    void shouldFallBackWhenThePoolOfTheFirstCandidateIsFull() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(3))
                .agents(agent("wanda", 3).on("claude-code", "codex"))
                .pool(pool(3, entry(0, Role.WORKER, 50, "claude-code", 1), entry(1, Role.WORKER, 50, "codex", 1)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).hasSize(2);
        Blocked last = (Blocked) plan.getLast();
        assertThat(last.reason()).contains("claude-code", "codex", "1 of 1");
        assertThat(last.isLimited()).isFalse();
    }

    @Test
    void shouldNotFallBackForAnAgentWithoutFallback() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(1))
                .agents(agent("wanda", 1).on("claude-code", "codex").withoutFallback())
                .limited("claude-code", "*", HOUR);

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        Blocked only = (Blocked) plan.getFirst();
        assertThat(only.isLimited()).isTrue();
        assertThat(only.until()).contains(NOW.plus(HOUR));
    }

    @Test
    void shouldReturnTheFirstResetOfAllCandidates() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(2))
                .agents(agent("a", 1).on("claude-code", "codex"), agent("b", 1).on("opencode"))
                .limited("claude-code", "*", HOUR)
                .limited("codex", "*", HOUR.multipliedBy(2))
                .limited("opencode", "*", Duration.ofMinutes(7));

        // When
        Optional<Instant> next = snapshot.build().nextOpportunity(snapshot.plan());

        // Then
        assertThat(next).contains(NOW.plus(Duration.ofMinutes(7)));
    }

    @Test
    void shouldStartASingleProbeSessionWhenALimitHasEnded() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(5))
                .agents(agent("a", 3), agent("b", 2))
                .limitJustEnded("claude-code", "*");

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).hasSize(1);
        assertThat(snapshot.build().nextOpportunity(plan)).contains(NOW.plus(Duration.ofMinutes(2)));
    }

    @Test
    void shouldProbeALimitOfOneModelOnlyWithThatModel() {
        // Given
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.task(WORK), tasks.task(WORK), tasks.task(STEWARDSHIP), tasks.task(STEWARDSHIP))
                .agents(
                        agent("sonja", 2).model("sonnet"),
                        agent("opa", 2).model("opus").role(Role.STEWARD))
                .limitJustEnded("claude-code", "opus");

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 sonja", "2 sonja", "3 opa");
    }

    @Test
    void shouldStartNothingOverTheBudgetOfAnAgentOrAProvider() {
        // Given
        Instant midnight = Instant.parse("2026-03-12T00:00:00Z");
        var spent = new Exhausted("It is spent.", Optional.of(midnight));
        UUID rich = agent("rich", 1).build().profile().id();
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(3))
                .agents(
                        agent("rich", 1),
                        agent("claudia", 1).on("claude-2"),
                        agent("cody", 1).on("codex"))
                .budgets(new Budgets(Map.of(BudgetOwner.agent(rich), spent, BudgetOwner.provider("codex"), spent)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 claudia");
        assertThat(snapshot.build().nextOpportunity(plan)).contains(midnight);
    }

    @Test
    void shouldStartNothingOverTheBudgetOfTheWorkspace() {
        // Given
        var spent = new Exhausted("It is spent.", Optional.of(NOW.plus(HOUR)));
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.work(1))
                .agents(agent("wanda", 1))
                .budgets(new Budgets(Map.of(BudgetOwner.WORKSPACE, spent)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).isEmpty();
        assertThat(snapshot.build().nextOpportunity(plan)).contains(NOW.plus(HOUR));
    }

    @Test
    void shouldStartNothingOverTheBudgetOfAProject() {
        // Given
        UUID shop = UUID.randomUUID();
        var spent = new Exhausted("It is spent.", Optional.empty());
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(
                        tasks.task(queueOf(shop)),
                        tasks.task(queue(1, Role.WORKER)),
                        tasks.task(queueOf(UUID.randomUUID())))
                .agents(agent("shopkeeper", 3).project(shop), agent("anybody", 3))
                .budgets(new Budgets(Map.of(BudgetOwner.project(shop), spent)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 anybody", "3 anybody");
        assertThat(snapshot.build().nextOpportunity(plan)).isEmpty();
    }

    @Test
    void shouldStartNothingOverTheBudgetOfAPlan() {
        // Given
        UUID launch = UUID.randomUUID();
        var spent = new Exhausted("It is spent.", Optional.of(NOW.plus(HOUR)));
        TaskQueue queue = queue(1, Role.WORKER);
        var snapshot = new DispatchSnapshotBuilder()
                .tasks(tasks.taskOf(launch, queue), tasks.task(queue), tasks.taskOf(UUID.randomUUID(), queue))
                .agents(agent("wanda", 3))
                .budgets(new Budgets(Map.of(BudgetOwner.plan(launch), spent)));

        // When
        List<DispatchDecision> plan = snapshot.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda", "3 wanda");
        assertThat(snapshot.build().nextOpportunity(plan)).contains(NOW.plus(HOUR));
    }

    private static Pool pool(int size, PoolEntry... entries) {
        return new Pool(UUID.randomUUID(), "pool", size, true, List.of(entries), NOW);
    }

    private static PoolEntry entry(int number, Role role, int priority, String provider, int slots) {
        return new PoolEntry(
                number,
                role,
                Optional.empty(),
                Optional.empty(),
                priority,
                Optional.of(slots),
                Optional.of(provider),
                Optional.empty());
    }
}
