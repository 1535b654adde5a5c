package dev.yardmaster.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs the command as a process in a pseudo-terminal. */
@Timeout(30)
class TopTerminalTest {
    private static final String CTRL_C = "\003";
    private static final String DOWN = "\033OB";

    private CannedService service = new CannedService(0);
    private final StringBuilder output = new StringBuilder();
    private Process process;

    @BeforeEach
    void serve() {
        FleetFixture.serve(service);
    }

    @AfterEach
    void end() {

        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", CTRL_C, "SIGTERM"})
    void shouldRestoreTheTerminal(String end) throws Exception {
        // Given
        open(24, 80);
        awaitScreen(screen -> screen.contains("LAST LINE") && screen.contains("Write the par"));

        // When
        if (end.equals("SIGTERM")) {
            java().destroy();
        } else {
            type(end);
        }

        // Then
        String all = awaitOutput("exit=");
        String[] parts = all.split("MODES");
        assertThat(parts[3]).isEqualTo(parts[1]);
        assertThat(all).contains("exit=" + (end.equals("SIGTERM") ? 143 : 0) + ".");
        assertThat(parts[2])
                .containsOnlyOnce("\033[?1049h")
                .containsOnlyOnce("\033[?1049l")
                .contains("25h");
        assertThat(parts[2].indexOf("\033[?1049l")).isGreaterThan(parts[2].lastIndexOf("\033[?25l"));
    }

    @Test
    void shouldFollowTheServiceAndDoWhatKeysAskFor() throws Exception {
        // Given
        open(24, 80);
        awaitScreen(screen -> screen.contains("> ada       running"));

        // When
        service.send(
                "/api/events",
                "5-1",
                event(FleetFixture.BO_SESSION, "message", "Compiling …\nAll tests\u001b[31m pass"));
        service.answer("/api/agents/c3", "{\"id\":\"c3\",\"name\":\"cleo\",\"state\":\"busy\"}");
        service.send("/api/changes", "a-1", "{\"kind\":\"agent\",\"id\":\"c3\"}");

        // Then
        awaitScreen(screen -> screen.contains("All tests[31m pass") && screen.contains("cleo      busy"));

        // When
        type(DOWN);
        awaitScreen(screen -> screen.contains("> bo"));
        type("\r");
        awaitOutput("viewing " + FleetFixture.BO_SESSION + "\r\n");
        type(CTRL_C);
        awaitScreen(screen -> screen.contains("> bo"));
        type("p30m\r");

        // Then
        assertThat(service.awaitRequest()).isEqualTo("POST /api/dispatcher/pause {\"for\":\"PT30M\"}");

        // When
        type("s");
        awaitScreen(screen -> screen.contains("Stop the session of bo"));
        type("y");

        // Then
        assertThat(service.awaitRequest()).isEqualTo("POST /api/sessions/" + FleetFixture.BO_SESSION + "/stop ");

        // When
        resize(10, 40);

        // Then
        awaitScreen(
                10,
                40,
                screen -> screen.contains("> bo") && screen.contains("is stopped") && !screen.contains("LAST LINE"));
    }

    @Test
    void shouldContinueAfterTheLastEventWhenTheServiceStartsAgain() throws Exception {
        // Given
        open(24, 80);
        awaitScreen(screen -> screen.contains("> ada       running"));
        service.send("/api/changes", "a-7", "{\"kind\":\"budget\",\"id\":\"workspace\"}");
        service.send("/api/events", "5-1", event(FleetFixture.BO_SESSION, "message", "Still here"));
        awaitScreen(screen -> screen.contains("Still here"));

        // When
        int port = service.port();
        service.close();
        awaitScreen(screen -> screen.contains("not connected, trying again in"));
        service = new CannedService(port);
        FleetFixture.serve(service);

        // Then
        assertThat(Set.of(service.awaitRequest(), service.awaitRequest()))
                .containsExactlyInAnyOrder("GET /api/changes after a-7", "GET /api/events after 5-1");
        awaitScreen(screen -> screen.contains(service.address()) && screen.contains("> ada"));
    }

    private static String event(String session, String type, String text) {
        return "{\"session\":\"" + session + "\",\"type\":\"" + type + "\",\"data\":{\"text\":\""
                + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"}}";
    }

    private void open(int rows, int columns) throws IOException {
        String java = String.join(
                " ",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp",
                classPath(),
                TopProgram.class.getName(),
                "--server",
                service.address());
        String script = "stty rows " + rows + " cols " + columns + "; echo MODES; stty -a; echo MODES; " + java
                + "; code=$?; echo MODES; stty -a; echo MODES; echo exit=$code.";
        var builder = new ProcessBuilder("script", "-qec", script, "/dev/null").redirectErrorStream(true);
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("LC_ALL", "C.UTF-8");
        process = builder.start();
        Thread.ofVirtual().start(this::read);
    }

    /** The command needs no more than these. */
    private static String classPath() {
        return Stream.of(
                        TopProgram.class,
                        TopCommand.class,
                        ObjectMapper.class,
                        JsonParser.class,
                        JsonFormat.class,
                        CommandLine.class,
                        ScreenTerminal.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(":"));
    }

    private void read() {
        char[] buffer = new char[8192];
        try (var in = new InputStreamReader(process.getInputStream(), UTF_8)) {
            for (int length; (length = in.read(buffer)) > 0; ) {
                synchronized (output) {
                    output.append(buffer, 0, length);
                    output.notifyAll();
                }
            }
        } catch (IOException _) {
            // The process has ended.
        }
    }

    private void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    private ProcessHandle java() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    private String awaitOutput(String text) throws InterruptedException {
        synchronized (output) {
            while (output.indexOf(text) < 0) {
                output.wait();
            }
            return output.toString();
        }
    }

    private void awaitScreen(Predicate<String> expected) throws InterruptedException {
        awaitScreen(24, 80, expected);
    }

    private void awaitScreen(int rows, int columns, Predicate<String> expected) throws InterruptedException {
        synchronized (output) {
            while (!expected.test(screen(rows, columns))) {
                output.wait();
            }
        }
    }

    /** What a terminal shows after the output. */
    private String screen(int rows, int columns) {
        var terminal = new ScreenTerminal(columns, rows);
        terminal.write(output);
        return terminal.toString();
    }

    /** Changes the size of the terminal, as a window does: the system sends a signal. */
    private void resize(int rows, int columns) throws Exception {
        Path terminal = Path.of("/proc/" + java().pid() + "/fd/0").toRealPath();
        new ProcessBuilder("stty", "-F", terminal.toString(), "rows", "" + rows, "cols", "" + columns)
                .inheritIO()
                .start()
                .waitFor();
    }
}
