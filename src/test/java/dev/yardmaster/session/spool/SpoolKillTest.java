package dev.yardmaster.session.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.LogLimits;
import dev.yardmaster.session.log.SessionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that appends events to a log and shows them is killed with SIGKILL. Its database never stores anything. */
@Timeout(60)
class SpoolKillTest {
    private static final UUID SESSION = UUID.randomUUID();
    private static final String BOOT = "this boot";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 5_000})
    void shouldHaveAllEventsThatReadersHaveSeen(int publishes) throws Exception {
        // Given
        Process process = start();
        long seen = 0;
        try (BufferedReader shown = process.inputReader()) {
            for (int i = 0; i < publishes; i++) {
                seen = Long.parseLong(shown.readLine());
            }

            // When
            // Unlike Process.destroyForcibly, this leaves the output open.
            process.toHandle().destroyForcibly();
            process.waitFor();
            for (String line = shown.readLine(); line != null; line = shown.readLine()) {
                seen = line.isEmpty() ? seen : Math.max(seen, Long.parseLong(line));
            }
        }

        // Then
        SpooledLog spooled = new Spool(directory, BOOT).read(SESSION);
        List<LogSlice> found = spooled.after(0);
        assertThat(spooled.isCompleteAfter(0)).isTrue();
        assertThat(spooled.lastSeq()).isGreaterThanOrEqualTo(seen);
        assertThat(found.stream().flatMap(slice -> SliceFixture.frames(slice).stream()))
                .extracting(frame -> frame.substring(0, frame.indexOf('\n')))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, spooled.lastSeq())
                        .mapToObj(seq -> "id: " + seq)
                        .toList());
        assertThat(found.stream().flatMap(slice -> SliceFixture.raw(slice).stream()))
                .hasSize((int) spooled.lastSeq());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Shown.class.getName(),
                        directory.toString(),
                        SESSION.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Appends events until it is killed, and prints the sequence number of the last event after each publish. */
    static final class Shown {
        public static void main(String[] arguments) {
            var spool = new Spool(Path.of(arguments[0]), BOOT);
            spool.reset();
            UUID session = UUID.fromString(arguments[1]);
            var log = new SessionLog(session, session, () -> LogLimits.share(1), spool.of(session), _ -> {});
            for (int i = 0; ; i++) {
                log.append(Line.of("line " + i), List.of(new AgentEvent.UserMessage("text " + i)));
                if (i % 3 == 0) {
                    log.publish();
                    System.out.println(log.lastSeq());
                }
            }
        }
    }
}
