package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.ProviderId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCodeProbeTest {
    @TempDir
    private Path directory;

    @Test
    void shouldNotCallAProgramBrokenThatListsItsModelsSlowly() throws Exception {
        // Given
        Path program = Files.writeString(
                directory.resolve("opencode"), "#!/bin/sh\ntest \"$1\" = --version && echo 1.2.3 || sleep 300\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var probe = new OpenCodeProbe(
                new Executable("opencode", new ProviderId("opencode"), program.toString(), List.of(), Map.of()),
                Map.of("PATH", "/usr/bin:/bin", "HOME", directory.toString()),
                Duration.ofMillis(500));

        // When
        Health health = probe.health("Install it.");

        // Then
        assertThat(health.state()).isEqualTo(State.TIMED_OUT);
        assertThat(health.version()).isEqualTo(Optional.of("1.2.3"));
        assertThat(health.usable()).isTrue();
        assertThatThrownBy(probe::models)
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_TIMED_OUT));
    }
}
