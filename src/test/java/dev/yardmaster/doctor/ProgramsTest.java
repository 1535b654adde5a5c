package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldEndAProgramThatIgnoresSignals() throws Exception {
        // Given
        Path pid = directory.resolve("pid");
        var programs = new FakePrograms(directory)
                .with("stubborn", "trap '' TERM; echo $$ > new; mv new pid; while :; do sleep 0.1; done");
        var spec = new LaunchSpec(List.of("stubborn"), programs.environment(), directory, Input.EMPTY);

        // When
        Programs.leaveNone(() -> {
            Thread.startVirtualThread(() -> CommandRunner.run(spec, Duration.ofMinutes(5)));
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(pid));
        });

        // Then
        var ended =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).map(ProcessHandle::onExit);
        if (ended.isPresent()) {
            ended.get().get(1, TimeUnit.MINUTES);
        }
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
                .noneMatch(info -> info.commandLine().orElse("").contains("stubborn"));
    }
}
