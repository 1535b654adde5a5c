package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.ProviderId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodexProbeTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"login", "app-server"})
    void shouldNotCallASlowProgramBroken(String slow) throws Exception {
        // Given
        Executable executable = new Executable("codex", new ProviderId("codex"), slowAt(slow), List.of(), Map.of());

        // When
        Health health = new CodexProbe(executable, Map.of("PATH", "/usr/bin:/bin"), TIMEOUT).health("Install it.");

        // Then
        assertThat(health.state()).isEqualTo(State.TIMED_OUT);
        assertThat(health.version()).isEqualTo(Optional.of("0.169.0"));
        assertThat(health.usable()).isTrue();
    }

    private String slowAt(String command) throws IOException {
        Path program = Files.writeString(directory.resolve("codex"), """
                #!/bin/sh
                case "$*" in
                  --version) echo 'codex-cli 0.169.0' ;;
                  *%s*) sleep 300 ;;
                  *) exit 1 ;;
                esac
                """.formatted(command));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }
}
