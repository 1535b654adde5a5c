package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.planning.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.planning.DispatchDecision;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.dispatch.planning.TaskBuilder;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchRoundTest {
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TaskBuilder tasks = new TaskBuilder();
    private final MemoryStore store = new MemoryStore();
    private final List<List<DispatchDecision>> plans = new ArrayList<>();
    private final DispatchRound round =
            new DispatchRound(store, new DefaultDispatchConfig(), () -> store.now, plans::add);

    @Test
    void shouldStartReadyTasksAndWaitForThePollInterval() {
        // Given
        List<ReadyTask> ready = tasks.work(3);
        store.add(ready);
        store.add(agent("wanda", 2));

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(store.launched)
                .containsExactly(ready.get(0).id(), ready.get(1).id());
        assertThat(wait).isEqualTo(POLL);
        assertThat(plans).hasSize(1);
    }

    @Test
    void shouldReleaseDueTasksBeforeItPlans() {
        // Given
        List<ReadyTask> due = tasks.work(1);
        store.schedule(due, store.now);
        store.add(agent("wanda", 1));

        // When
        round.run(() -> false);

        // Then
        assertThat(store.launched).containsExactly(due.getFirst().id());
    }

    @Test
    void shouldStartNothingDuringAPauseAndWaitForItsEnd() {
        // Given
        store.add(tasks.work(1));
        store.add(agent("wanda", 1));
        store.pause = Optional.of(new Pause(Optional.of(store.now.plus(SECOND)), Optional.empty()));

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(store.launched).isEmpty();
        assertThat(wait).isEqualTo(SECOND);
    }

    @Test
    void shouldStartNothingOnceTheServiceStops() {
        // Given
        store.add(tasks.work(3));
        store.add(agent("wanda", 3));

        // When
        round.run(() -> store.launched.size() == 1);

        // Then
        assertThat(store.launched).hasSize(1);
    }

    @Test
    void shouldStartNothingMoreOnceAUserPausesTheDispatcher() {
        // Given
        List<ReadyTask> ready = tasks.work(5);
        store.add(ready);
        store.add(agent("wanda", 5));
        store.beforeClaim = start -> {
            if (start.task().equals(ready.get(2))) {
                store.pause = Optional.of(new Pause(Optional.empty(), Optional.empty()));
            }
        };

        // When
        round.run(() -> false);

        // Then
        assertThat(store.launched)
                .containsExactly(ready.get(0).id(), ready.get(1).id());
        assertThat(store.snapshots).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void shouldWaitForTheEndOfALimitByTheClockOfTheDatabase(long skew) {
        // Given
        store.add(tasks.work(1));
        store.add(agent("wanda", 1));
        store.limit("claude-code", SECOND);
        store.now = store.now.plusSeconds(skew);

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(wait).isEqualTo(SECOND);
    }

    @Test
    void shouldWakeUpWhenALimitEndsBeforeThePollInterval() {
        // Given
        store.add(tasks.work(1));
        store.add(agent("wanda", 1));
        store.limit("claude-code", SECOND);

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(wait).isEqualTo(SECOND);
    }

    @Test
    void shouldShortenTheWaitByTheTimeThatClaimsTake() {
        // Given
        store.add(tasks.work(2));
        store.add(agent("wanda", 2));
        store.claimTime = Duration.ofMillis(700);

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(wait).isEqualTo(POLL.minusMillis(1_400));
    }

    @Test
    void shouldWaitNoLongerWhenTheClockIsSetBack() {
        // Given
        store.add(tasks.work(1));
        store.add(agent("wanda", 1));
        store.claimTime = HOUR.negated();

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(wait).isEqualTo(POLL);
    }

    @Test
    void shouldGiveTheAgentAnotherTaskWhenItsClaimComesTooLate() {
        // Given
        List<ReadyTask> ready = tasks.work(2);
        store.add(ready);
        store.add(agent("wanda", 1));
        store.beforeClaim = start -> store.remove(ready.getFirst());

        // When
        round.run(() -> false);

        // Then
        assertThat(store.launched).containsExactly(ready.get(1).id());
        assertThat(plans).hasSize(2);
    }

    @Test
    void shouldPlanAgainWhenASnapshotDoesNotHoldAllTasks() {
        // Given
        store.add(tasks.work(DispatchStore.MAX_TASKS_PER_QUEUE + 1));
        store.add(agent("wanda", 1_000));

        // When
        round.run(() -> false);

        // Then
        assertThat(store.launched).hasSize(DispatchStore.MAX_TASKS_PER_QUEUE + 1);
    }

    @Test
    void shouldEndAfterTwoPlansThatStartNothing() {
        // Given
        store.add(tasks.work(3));
        store.add(agent("wanda", 1));
        store.beforeClaim = _ -> {
            throw new YardmasterException(ErrorCode.CONFLICT, "The agent is busy.");
        };

        // When
        Duration wait = round.run(() -> false);

        // Then
        assertThat(plans).hasSize(2);
        assertThat(store.launched).isEmpty();
        assertThat(store.reasons).isEmpty();
        assertThat(wait).isEqualTo(POLL);
    }

    @Test
    void shouldStoreWhyAClaimWasRefused() {
        // Given
        ReadyTask task = tasks.work(1).getFirst();
        store.add(List.of(task));
        store.add(agent("wanda", 1));
        store.beforeClaim = _ -> {
            throw new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, "Nothing to run on.");
        };

        // When
        round.run(() -> false);

        // Then
        assertThat(store.reasons).containsEntry(task.id(), "Nothing to run on.");
    }

    @Test
    void shouldStoreWhyTasksAreBlocked() {
        // Given
        ReadyTask task = tasks.work(1).getFirst();
        ReadyTask queued = tasks.task(TaskBuilder.queue(2, Role.STEWARD));
        store.add(List.of(task, queued));
        store.add(agent("wanda", 1));
        store.limit("claude-code", HOUR);

        // When
        round.run(() -> false);

        // Then
        Instant reset = store.now.plus(HOUR);
        assertThat(store.reasons)
                .containsOnlyKeys(task.id())
                .containsEntry(
                        task.id(),
                        "The agent 'wanda' can't start a session. The executable 'claude-code' is limited until "
                                + reset + " (five_hour).");
    }

    @Test
    void shouldMoveATaskToReviewThatWouldWaitTooLong() {
        // Given
        ReadyTask task = tasks.work(1).getFirst();
        store.add(List.of(task));
        store.add(agent("wanda", 1));
        store.limit("claude-code", HOUR);
        store.maxLimitWait = Optional.of(SECOND);

        // When
        round.run(() -> false);

        // Then
        assertThat(store.inReview).containsExactly(task.id());
    }

    @Test
    void shouldReportThePlanToItsListener() {
        // Given
        store.add(tasks.work(2));
        store.add(agent("wanda", 1));
        store.add(agent("cody", 1).on("codex"));
        store.limit("codex", HOUR);

        // When
        round.run(() -> false);

        // Then
        assertThat(plans)
                .singleElement()
                .satisfies(plan -> assertThat(plan)
                        .satisfiesExactly(
                                first -> assertThat(first).isInstanceOf(Start.class),
                                second -> assertThat(second).isInstanceOf(Blocked.class)));
    }
}
