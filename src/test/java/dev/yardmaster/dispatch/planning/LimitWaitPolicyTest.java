package dev.yardmaster.dispatch.planning;

import static dev.yardmaster.dispatch.planning.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitWaitPolicyTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ReadyTask task = new TaskBuilder().task(TaskBuilder.queue(1, Role.WORKER));

    @Test
    void shouldFindATaskThatWouldWaitTooLong() {
        // Given
        DispatchSnapshotBuilder snapshot = limitedFor(HOUR.plusMillis(1)).maxLimitWait(HOUR);

        // When
        Optional<ExceededWaits> exceeded = exceeded(snapshot);

        // Then
        assertThat(exceeded).hasValueSatisfying(waits -> {
            assertThat(waits.tasks()).containsExactly(task.id());
            assertThat(waits.reason()).contains("maxLimitWait allows (PT1H)");
        });
    }

    @Test
    void shouldLetATaskWaitAsLongAsTheSettingAllows() {
        // Given
        DispatchSnapshotBuilder snapshot = limitedFor(HOUR).maxLimitWait(HOUR);

        // When
        Optional<ExceededWaits> exceeded = exceeded(snapshot);

        // Then
        assertThat(exceeded).isEmpty();
    }

    @Test
    void shouldLetATaskWaitWithoutTheSetting() {
        // Given
        DispatchSnapshotBuilder snapshot = limitedFor(HOUR.multipliedBy(1000));

        // When
        Optional<ExceededWaits> exceeded = exceeded(snapshot);

        // Then
        assertThat(exceeded).isEmpty();
    }

    @Test
    void shouldLetATaskWaitIfTheFirstOfSeveralLimitsEndsInTime() {
        // Given
        DispatchSnapshotBuilder snapshot = new DispatchSnapshotBuilder()
                .tasks(task)
                .agents(agent("wanda", 1).on("claude-code", "codex"))
                .limited("claude-code", "*", HOUR)
                .limited("codex", "*", MINUTE)
                .maxLimitWait(MINUTE);

        // When
        Optional<ExceededWaits> exceeded = exceeded(snapshot);

        // Then
        assertThat(exceeded).isEmpty();
    }

    private DispatchSnapshotBuilder limitedFor(Duration time) {
        return new DispatchSnapshotBuilder()
                .tasks(task)
                .agents(agent("wanda", 1))
                .limited("claude-code", "*", time);
    }

    private static Optional<ExceededWaits> exceeded(DispatchSnapshotBuilder snapshot) {
        return LimitWaitPolicy.exceeded(snapshot.plan(), snapshot.build().context());
    }
}
