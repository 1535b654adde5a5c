package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.AgentSketch.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.DispatchDecision.Queued;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.PoolEntry;
import dev.yardmaster.usage.Budgets;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchPlannerTest {
    private static final Instant NOW = SituationSketch.NOW;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Lane WORK = lane(1, Role.WORKER);
    private static final Lane STEWARDSHIP = lane(2, Role.STEWARD);

    private int tasks;

    @Test
    void shouldGiveATaskToAnAgentOfItsRoleOnly() {
        // Given
        var situation = new SituationSketch()
                .tasks(task(STEWARDSHIP), task(lane(3, Role.DIRECTOR)), task(WORK))
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
        Crewmate small = agent("small", 1).role(Role.STEWARD).persistent().done();
        var situation = new SituationSketch()
                .tasks(task(reserved(small.profile().id())))
                .agents(agent("big", 5), agent("small", 1).role(Role.STEWARD).persistent());

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 small");
    }

    @Test
    void shouldLetAReservedTaskWaitForItsAgent() {
        // Given
        var situation = new SituationSketch()
                .tasks(task(reserved(UUID.randomUUID())), task(WORK))
                .agents(agent("wanda", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda");
    }

    @Test
    void shouldNotTakeAnotherOfTheSameSortForTheAgentThatATaskIsReservedFor() {
        // Given
        Crewmate small = agent("small", 1).done();
        var situation = new SituationSketch()
                .tasks(task(reserved(small.profile().id())), task(WORK), task(WORK))
                .agents(agent("big", 2), agent("small", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactlyInAnyOrder("1 small", "2 big", "3 big");
    }

    @Test
    void shouldGiveAPersistentAgentNothingThatIsNotReservedForIt() {
        // Given
        var situation =
                new SituationSketch().tasks(task(WORK)).agents(agent("pet", 1).persistent());

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(plan).hasOnlyElementsOfType(Queued.class);
    }

    @Test
    void shouldAskForAllTags() {
        // Given
        var lane = new Lane(7, Role.WORKER, Optional.empty(), Optional.empty(), Set.of("gpu", "java"));
        var situation = new SituationSketch()
                .tasks(task(lane), task(lane))
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
        var lane = new Lane(7, Role.WORKER, Optional.empty(), Optional.of(ours), Set.of());
        var situation = new SituationSketch()
                .tasks(task(lane), task(lane), task(lane))
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
        var situation = new SituationSketch().tasks(work(4)).agents(agent("small", 2), agent("big", 3));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 big", "2 big", "3 small", "4 big");
    }

    @Test
    void shouldNotGiveMoreThanThereIsRoomFor() {
        // Given
        var situation = new SituationSketch().tasks(work(10)).agents(agent("two", 2), agent("one", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[0]).containsExactly("1", "2", "3");
        assertThat(plan).filteredOn(Queued.class::isInstance).hasSize(7);
    }

    @Test
    void shouldServeTheMostUrgentFirst() {
        // Given
        var situation = new SituationSketch()
                .tasks(task(WORK, 3, Duration.ZERO), task(WORK, 1, Duration.ZERO), task(WORK, 2, Duration.ZERO))
                .agents(agent("wanda", 1));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda");
    }

    @Test
    void shouldLetNothingStarve() {
        // Given
        var situation = new SituationSketch()
                .tasks(
                        task(WORK, 1, Duration.ofMinutes(59)),
                        task(WORK, 5, HOUR.multipliedBy(4)),
                        task(WORK, 5, HOUR.multipliedBy(4).minusMillis(1)))
                .agents(agent("wanda", 2));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 wanda", "1 wanda");
    }

    @Test
    void shouldPlanNothingWithoutAgentsOrTasks() {
        // When
        List<DispatchDecision> plan =
                new ArrayList<>(new SituationSketch().agents(agent("wanda", 1)).plan());
        plan.addAll(new SituationSketch().tasks(work(3)).plan());

        // Then
        assertThat(starts(plan)).isEmpty();
    }

    @Test
    void shouldFillThePoolOfTheDocs() {
        // Given
        var situation = new SituationSketch()
                .tasks(work(12))
                .agents(
                        agent("c", 6).on("claude-code").model("opus"),
                        agent("o", 6).on("opencode"))
                .pool(pool(6, entry(0, Role.WORKER, 100, "claude-code", 3), entry(1, Role.WORKER, 80, "opencode", 3)));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).extracting(it -> it.split(" ")[1]).containsExactly("c", "c", "c", "o", "o", "o");
        assertThat(plan).filteredOn(Blocked.class::isInstance).hasSize(6);
    }

    @Test
    void shouldStartFirstWhatAPoolGivesPriorityWhenSlotsAreShort() {
        // Given
        var situation = new SituationSketch()
                .tasks(task(WORK, 1, HOUR), task(STEWARDSHIP, 5, Duration.ZERO))
                .agents(agent("wanda", 1), agent("stu", 1).role(Role.STEWARD))
                .pool(pool(
                        1, entry(0, Role.WORKER, 10, "claude-code", 1), entry(1, Role.STEWARD, 90, "claude-code", 1)));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("2 stu");
    }

    @Test
    void shouldFallBackWhereThePoolOfTheFirstCandidateIsFull() {
        // Given
        var situation = new SituationSketch()
                .tasks(work(3))
                .agents(agent("wanda", 3).on("claude-code", "codex"))
                .pool(pool(3, entry(0, Role.WORKER, 50, "claude-code", 1), entry(1, Role.WORKER, 50, "codex", 1)));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).hasSize(2);
        Blocked last = (Blocked) plan.getLast();
        assertThat(last.reason()).contains("claude-code", "codex", "1 of 1");
        assertThat(last.isLimited()).isFalse();
    }

    @Test
    void shouldNotFallBackForAnAgentThatMayNot() {
        // Given
        var situation = new SituationSketch()
                .tasks(work(1))
                .agents(agent("wanda", 1).on("claude-code", "codex").withoutFallback())
                .limited("claude-code", "*", HOUR);

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        Blocked only = (Blocked) plan.getFirst();
        assertThat(only.isLimited()).isTrue();
        assertThat(only.until()).contains(NOW.plus(HOUR));
    }

    @Test
    void shouldTellTheSoonestResetOfAll() {
        // Given
        var situation = new SituationSketch()
                .tasks(work(2))
                .agents(agent("a", 1).on("claude-code", "codex"), agent("b", 1).on("opencode"))
                .limited("claude-code", "*", HOUR)
                .limited("codex", "*", HOUR.multipliedBy(2))
                .limited("opencode", "*", Duration.ofMinutes(7));

        // When
        Optional<Instant> next = situation.done().next(situation.plan());

        // Then
        assertThat(next).contains(NOW.plus(Duration.ofMinutes(7)));
    }

    @Test
    void shouldTryALimitThatIsOverWithOneSession() {
        // Given
        var situation = new SituationSketch()
                .tasks(work(5))
                .agents(agent("a", 3), agent("b", 2))
                .cameBack("claude-code", "*");

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).hasSize(1);
        assertThat(situation.done().next(plan)).contains(NOW.plus(Duration.ofMinutes(2)));
    }

    @Test
    void shouldCountForALimitOfAModelOnlyWhatRunsIt() {
        // Given
        var situation = new SituationSketch()
                .tasks(task(WORK), task(WORK), task(STEWARDSHIP), task(STEWARDSHIP))
                .agents(
                        agent("sonja", 2).model("sonnet"),
                        agent("opa", 2).model("opus").role(Role.STEWARD))
                .cameBack("claude-code", "opus");

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 sonja", "2 sonja", "3 opa");
    }

    @Test
    void shouldStartNothingOverBudget() {
        // Given
        Instant midnight = Instant.parse("2026-03-12T00:00:00Z");
        var spent = new Exhausted("It is spent.", midnight);
        UUID rich = agent("rich", 1).done().profile().id();
        var situation = new SituationSketch()
                .tasks(work(3))
                .agents(
                        agent("rich", 1),
                        agent("claudia", 1).on("claude-2"),
                        agent("cody", 1).on("codex"))
                .budgets(new Budgets(Optional.empty(), Map.of(rich, spent), Map.of("codex", spent)));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).containsExactly("1 claudia");
        assertThat(situation.done().next(plan)).contains(midnight);
    }

    @Test
    void shouldStartNothingWhenTheWorkspaceHasSpentItsBudget() {
        // Given
        var spent = new Exhausted("It is spent.", NOW.plus(HOUR));
        var situation = new SituationSketch()
                .tasks(work(1))
                .agents(agent("wanda", 1))
                .budgets(new Budgets(Optional.of(spent), Map.of(), Map.of()));

        // When
        List<DispatchDecision> plan = situation.plan();

        // Then
        assertThat(starts(plan)).isEmpty();
        assertThat(situation.done().next(plan)).contains(NOW.plus(HOUR));
    }

    private static List<String> starts(List<DispatchDecision> plan) {
        return plan.stream()
                .filter(Start.class::isInstance)
                .map(Start.class::cast)
                .map(start -> start.task().id().getLeastSignificantBits() + " "
                        + start.agent().name())
                .toList();
    }

    private List<ReadyTask> work(int count) {
        return IntStream.range(0, count).mapToObj(_ -> task(WORK)).toList();
    }

    private ReadyTask task(Lane lane) {
        return task(lane, 3, Duration.ZERO);
    }

    /** Numbered in the order in which they are made. */
    private ReadyTask task(Lane lane, int priority, Duration age) {
        return new ReadyTask(new UUID(0, ++tasks), lane, priority, NOW.minus(age));
    }

    private static Lane lane(int id, Role role) {
        return new Lane(id, role, Optional.empty(), Optional.empty(), Set.of());
    }

    private static Lane reserved(UUID agent) {
        return new Lane(9, Role.DIRECTOR, Optional.of(agent), Optional.empty(), Set.of());
    }

    private static Pool pool(int size, PoolEntry... entries) {
        return new Pool(UUID.randomUUID(), "yard", size, true, List.of(entries), NOW);
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
