package dev.yardmaster.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.client.ScriptedServer;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.MessageDelta;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Ctrl-C in a real terminal. */
@Timeout(60)
class InterruptedStreamTest {
    private static final String SCRIPT = "/usr/bin/script";

    @Test
    void shouldLeaveNothingBehindInTheTerminalAfterCtrlC() throws Exception {
        // Given
        String delta =
                new RecordedEvents().event(new MessageDelta("r", Content.REASONING, JsonSlice.ofString("half a line")));
        try (var server = new ScriptedServer()) {
            server.thenStalls("id: 1\ndata: " + delta + "\n\n").thenProblem(404, "Unknown.");
            Process terminal = open("s1", "--server", server.target().address().toString());

            // When
            String shown = readUntil(terminal.getInputStream(), "half a line\u001b[0m");
            terminal.getOutputStream().write(3);
            terminal.getOutputStream().flush();
            String rest = new String(terminal.getInputStream().readAllBytes(), UTF_8);

            // Then
            assertThat(shown).contains("\u001b[2m~ half a line\u001b[0m");
            assertThat(rest).endsWith("\r\n").doesNotContain("\u001b");
            assertThat(terminal.waitFor()).isEqualTo(130);
        }
    }

    /** The classes that the command needs, wherever the tests run. */
    private static String classPath() {
        return Stream.of(
                        StreamMain.class,
                        SessionStreamCommand.class,
                        CommandLine.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonInclude.class,
                        WCWidth.class)
                .map(needed -> needed.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Process open(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A build in the background ignores Ctrl-C, and so would its children.
        String command = "exec env --default-signal=INT '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
                + classPath() + "' " + StreamMain.class.getName() + " " + String.join(" ", arguments);
        return new ProcessBuilder(SCRIPT, "-qec", command, "/dev/null")
                .redirectErrorStream(true)
                .start();
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var read = new ByteArrayOutputStream();
        while (!read.toString(UTF_8).endsWith(end)) {
            int next = in.read();
            assertThat(next).as(read.toString(UTF_8)).isNotNegative();
            read.write(next);
        }
        return read.toString(UTF_8);
    }
}
