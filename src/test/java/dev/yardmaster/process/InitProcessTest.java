package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InitProcessTest {
    @Test
    void shouldAdviseTheFirstProcessOfAContainerToUseAnInit() {
        // When
        Optional<String> warning = InitProcess.warning(1);

        // Then
        assertThat(warning).get().asString().contains("docker run --init", "tini");
    }

    @Test
    void shouldNotWarnOtherProcesses() {
        // When
        Optional<String> warning = InitProcess.warning();

        // Then
        assertThat(warning).isEmpty();
    }
}
