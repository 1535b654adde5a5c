package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailBatchTest {
    private final Message small = Messages.of("small");
    private final Message failed = Messages.failed("failed", 1);

    @Test
    void shouldTakeSeveralMessages() {
        assertThat(MailBatch.of(List.of())).isEmpty();
        assertThat(MailBatch.of(List.of(small, small, small))).hasSize(3);
    }

    @Test
    void shouldTakeABoundedNumberOfMessages() {
        assertThat(MailBatch.of(Collections.nCopies(MailBatch.MOST + 1, small))).hasSize(MailBatch.MOST);
    }

    @Test
    void shouldTakeTextsUpToABound() {
        // Given
        Message large = Messages.of("x".repeat(60_000));
        Message longest = Messages.of("x".repeat(100_000));

        // When / Then
        assertThat(MailBatch.of(List.of(large, large, small))).containsExactly(large);
        assertThat(MailBatch.of(List.of(longest, small))).containsExactly(longest);
        assertThat(MailBatch.of(List.of(small, longest))).containsExactly(small);
    }

    @Test
    void shouldTakeAMessageAloneThatHasFailedBefore() {
        assertThat(MailBatch.of(List.of(failed, small))).containsExactly(failed);
        assertThat(MailBatch.of(List.of(small, failed, small))).containsExactly(small);
    }
}
