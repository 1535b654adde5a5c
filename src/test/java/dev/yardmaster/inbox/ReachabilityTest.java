package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.inbox.Reachability.Running;
import dev.yardmaster.provider.LaunchMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private final Message message = Messages.of("hi");

    @Test
    void shouldNameTheSessionThatIsToTakeTheMail() {
        assertThat(with(LaunchMode.BIDIRECTIONAL).waitFor(message)).contains(Messages.ID.toString(), "to take it");
        assertThat(with(LaunchMode.ONE_SHOT).waitFor(message)).contains("one-shot");
    }

    @Test
    void shouldNameWhatKeepsASessionFromStarting() {
        // Given
        var enabled = new Reachability(true, AgentMode.EPHEMERAL, Optional.empty());
        var disabled = new Reachability(false, AgentMode.EPHEMERAL, Optional.empty());

        // When / Then
        assertThat(disabled.waitFor(message)).contains("disabled");
        assertThat(enabled.waitFor(message)).contains("about to start");
        assertThat(enabled.waitFor(Messages.failed("hi", 2))).contains("2 sessions");
        assertThat(enabled.waitFor(message.waitingFor(Optional.of("The pool is full."))))
                .isEqualTo("The pool is full.");
    }

    private static Reachability with(LaunchMode mode) {
        return new Reachability(true, AgentMode.EPHEMERAL, Optional.of(new Running(Messages.ID, mode)));
    }
}
