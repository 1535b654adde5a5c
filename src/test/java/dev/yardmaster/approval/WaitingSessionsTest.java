package dev.yardmaster.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.approval.WaitingSessions.Waiting;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitingSessionsTest {
    private final WaitingSessions sessions = new WaitingSessions();
    private final UUID approval = UUID.randomUUID();
    private final Waiting waiting = new Waiting(UUID.randomUUID(), "r1");

    @Test
    void shouldGiveTheDecisionOnceAndOnlyAfterTheRequestIsShown() {
        // Given
        sessions.add(approval, waiting);

        // Then
        assertThat(sessions.take(approval)).isEmpty();
        assertThat(sessions.approvals()).isEmpty();
        assertThat(sessions.show(approval)).isEmpty();
        assertThat(sessions.approvals()).containsExactly(approval);
        assertThat(sessions.take(approval)).contains(waiting);
        assertThat(sessions.take(approval)).isEmpty();
    }

    @Test
    void shouldRememberAWithdrawalBeforeTheRequestIsShown() {
        // Given
        sessions.add(approval, waiting);

        // When
        boolean now = sessions.withdraw(approval, "The turn has ended.");

        // Then
        assertThat(now).isFalse();
        assertThat(sessions.show(approval)).contains("The turn has ended.");
        assertThat(sessions.take(approval)).contains(waiting);
    }

    @Test
    void shouldWithdrawAtOnceWhatIsShown() {
        // Given
        sessions.add(approval, waiting);
        sessions.show(approval);

        // Then
        assertThat(sessions.find(waiting)).contains(approval);
        assertThat(sessions.withdraw(approval, "x")).isTrue();
        sessions.remove(approval);
        assertThat(sessions.withdraw(approval, "x")).isFalse();
        assertThat(sessions.show(approval)).isEmpty();
    }
}
