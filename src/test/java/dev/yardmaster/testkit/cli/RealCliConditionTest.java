package dev.yardmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class RealCliConditionTest {
    @Test
    void shouldSkipTestsAndExplainHowToInstallTheCli() {
        // Given
        PinnedCli absent = new PinnedCli("claude-code", "2.1.329", Path.of("/nowhere/claude"));

        // When
        ConditionEvaluationResult result = RealCliCondition.evaluate(absent);

        // Then
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValue("claude-code 2.1.329 is not installed at /nowhere/claude; install it with: .ci/clis.sh"
                        + " claude-code");
    }

    @Test
    void shouldRunTestsOfAnInstalledCli() {
        // Given
        PinnedCli present = new PinnedCli("sh", "1", Path.of("/bin/sh"));

        // When
        ConditionEvaluationResult result = RealCliCondition.evaluate(present);

        // Then
        assertThat(result.isDisabled()).isFalse();
    }

    @Test
    void shouldRefuseACliThatIsNotPinned() {
        // Given
        String id = "unheard-of";

        // When
        var thrown = assertThatThrownBy(() -> PinnedCli.of(id));

        // Then
        thrown.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("unheard-of.version");
    }
}
