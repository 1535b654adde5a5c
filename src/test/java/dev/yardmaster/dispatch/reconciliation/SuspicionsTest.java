package dev.yardmaster.dispatch.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.reconciliation.Discrepancy.LeftoverSlots;
import dev.yardmaster.dispatch.reconciliation.Discrepancy.TaskWithoutSession;
import dev.yardmaster.dispatch.reconciliation.Discrepancy.UntrackedSession;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
    private static final UUID ID = new UUID(0, 1);

    private final Suspicions suspicions = new Suspicions();

    @Test
    void shouldConfirmWhatTwoChecksInARowHaveFound() {
        // Given
        var session = new UntrackedSession(ID);
        var slots = new LeftoverSlots(ID);
        Set<Discrepancy> first = suspicions.confirm(List.of(session));

        // When
        Set<Discrepancy> second = suspicions.confirm(List.of(new UntrackedSession(ID), slots));

        // Then
        assertThat(first).isEmpty();
        assertThat(second).containsExactly(session);
        assertThat(suspicions.confirm(List.of(slots))).containsExactly(slots);
    }

    @Test
    void shouldForgetWhatACheckHasNotFound() {
        // Given
        var task = new TaskWithoutSession(ID);
        suspicions.confirm(List.of(task));
        suspicions.confirm(List.of());

        // When
        Set<Discrepancy> confirmed = suspicions.confirm(List.of(task));

        // Then
        assertThat(confirmed).isEmpty();
    }

    @Test
    void shouldConfirmAgainWhatWasNotRepaired() {
        // Given
        var task = new TaskWithoutSession(ID);
        suspicions.confirm(List.of(task));
        suspicions.confirm(List.of(task));

        // When
        Set<Discrepancy> confirmed = suspicions.confirm(List.of(task));

        // Then
        assertThat(confirmed).containsExactly(task);
    }
}
