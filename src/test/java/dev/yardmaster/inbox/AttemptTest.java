package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptTest {
    @Test
    void shouldDeliverWhatACompletedSessionWasStartedWith() {
        assertThat(Attempt.of(SessionEnd.of(SessionState.COMPLETED, "Done."))).isEqualTo(Attempt.DELIVERED);
    }

    @Test
    void shouldNotBlameMessagesForWhatTheServiceOrTheProviderDid() {
        assertThat(Attempt.of(SessionEnd.of(SessionState.LOST, "Killed."))).isEqualTo(Attempt.RELEASED);
        assertThat(Attempt.of(SessionEnd.of(SessionState.LIMITED, "Limit."))).isEqualTo(Attempt.RELEASED);
        assertThat(Attempt.of(
                        SessionEnd.of(SessionState.STOPPED, "Handed over.").goingOn()))
                .isEqualTo(Attempt.RELEASED);
        assertThat(Attempt.of(failed(FailureCause.until(Instant.EPOCH)))).isEqualTo(Attempt.RELEASED);
        assertThat(Attempt.of(failed(new FailureCause.Transient()))).isEqualTo(Attempt.DELAYED);
        assertThat(Attempt.of(failed(new FailureCause.Auth()))).isEqualTo(Attempt.DELAYED);
        assertThat(Attempt.of(failed(new FailureCause.Capacity()))).isEqualTo(Attempt.DELAYED);
    }

    @Test
    void shouldCountFailuresThatAMessageCanHaveCaused() {
        assertThat(Attempt.of(failed(new FailureCause.Context()))).isEqualTo(Attempt.COUNTED);
        assertThat(Attempt.of(failed(FailureCause.NONE))).isEqualTo(Attempt.COUNTED);
        assertThat(Attempt.of(SessionEnd.of(SessionState.STOPPED, "Stopped by hand.")))
                .isEqualTo(Attempt.STOPPED);
    }

    @Test
    void shouldNotBlameMessagesForASessionWhoseCliNeverRan() {
        assertThat(Attempt.of(SessionEnd.of(SessionState.FAILED, "The directory of the project does not exist.")))
                .isEqualTo(Attempt.DELAYED);
    }

    private static SessionEnd failed(FailureCause cause) {
        return new SessionEnd(
                SessionState.FAILED,
                "Failed.",
                Optional.of(new ProcessExit(1, Optional.empty(), "")),
                Optional.empty(),
                new SessionEnd.Cause(cause, Optional.empty()),
                false);
    }
}
