package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final String PROMPT = "Say \"hé\"\n\\ twice";

    @Test
    void shouldSendThePromptAsTheFirstMessage() {
        // Given
        Dialogue dialogue = dialogue(LaunchMode.BIDIRECTIONAL, Optional.of(PROMPT));

        // When
        Step step = dialogue.start();

        // Then
        String line = "{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"Say \\\"hé\\\"\\n\\\\ twice\"}]}}";
        assertThat(step).isEqualTo(new Step(List.of(new AgentEvent.UserMessage(PROMPT)), List.of(line)));
    }

    @Test
    void shouldWaitForAMessageWithoutAPrompt() {
        // When
        Step step = dialogue(LaunchMode.BIDIRECTIONAL, Optional.empty()).start();

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldSendLaterMessages() {
        // When
        Step step = dialogue(LaunchMode.BIDIRECTIONAL, Optional.empty()).onUserMessage("more");

        // Then
        assertThat(step.events()).containsExactly(new AgentEvent.UserMessage("more"));
        assertThat(step.replies()).singleElement().asString().contains("\"text\":\"more\"");
    }

    @Test
    void shouldAlsoSendThePromptAsOneLineInOneShotMode() {
        // When
        Step step = dialogue(LaunchMode.ONE_SHOT, Optional.of(PROMPT)).start();

        // Then
        assertThat(step.events()).containsExactly(new AgentEvent.UserMessage(PROMPT));
        assertThat(step.replies())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"user\"")
                .doesNotContain("\n");
    }

    @Test
    void shouldRejectASecondMessageInOneShotMode() {
        // Given
        Dialogue dialogue = dialogue(LaunchMode.ONE_SHOT, Optional.of(PROMPT));

        // When / Then
        assertThatThrownBy(() -> dialogue.onUserMessage("more"))
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    private static Dialogue dialogue(LaunchMode mode, Optional<String> prompt) {
        return new ClaudeDialogue(ClaudeFixture.request(mode, Optional.empty(), prompt));
    }
}
