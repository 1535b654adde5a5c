package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of {@code target/yardmaster} in shells and terminals, as users run them. */
class CommandLineIT {
    private static final String LONG_NAME = "an-agent-with-a-name-of-fifty-characters-at-the-least";

    @TempDir
    static Path directory;

    private static PackagedService service;
    private static Path home;
    private static Api api;

    private record Result(int exitCode, String out, String err) {}

    @BeforeAll
    static void start() throws IOException {
        home = directory.resolve("home");
        service = PackagedService.start(directory, home);
        api = service.api();
        api.agent(new JsonObject().put("name", LONG_NAME).put("enabled", false));
        api.agent(new JsonObject().put("name", "zoe").put("enabled", false));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.close();
    }

    /** The command finds the service and its token in the home. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            $Y agent list                                   ; NAME
            $Y agent list -q | head -1                      ; -
            $Y agent list --json                            ; "name"
            $Y status                                       ; Yardmaster answers at
            LC_ALL=C LANG=C $Y task create 登录 --scheduled-for +1d --json ; 登录
            $Y help                                         ; agent
            $Y agent register --help                        ; yardmaster agent register e-worker-1
            $Y --version                                    ; yardmaster
            $Y dispatcher status < /dev/null                ; running
            echo 'From a pipe' | $Y task create T --scheduled-for +1d --prompt - --json ; From a pipe
            """)
    void shouldPrintItsResultToTheStandardOutput(String script, String expected) throws Exception {
        // When
        Result result = shell(script);

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(expected).doesNotContain("\u001b");
    }

    @Test
    void shouldEndWithoutAnErrorIfNobodyReadsTheOutput() throws Exception {
        // When
        Result result = shell("$Y agent list --json >&-; echo $? > " + directory.resolve("code"));

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(directory.resolve("code")).hasContent("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $Y agent show nobody                               | 3 | No agent has the id or name 'nobody'
            $Y agent list --server http://127.0.0.1:1          | 6 | No Yardmaster answers
            YARDMASTER_TOKEN=wrong $Y agent list               | 5 | yardmaster login
            $Y agent register                                  | 2 | NAME
            $Y agent rm zoe < /dev/null                        | 2 | --yes
            YARDMASTER_HOME=/none/here $Y stop                 | 4 | No service runs on the home /none/here
            """)
    void shouldPrintNothingButOneLineForAnError(String script, int exitCode, String sentence) throws Exception {
        // When
        Result result = shell(script);

        // Then
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(sentence);
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"40, an-", "400, " + LONG_NAME})
    void shouldFitTheTerminal(int columns, String name) throws Exception {
        // When
        Result result = terminal("stty cols " + columns + "; $Y agent list", "");

        // Then
        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines()).allMatch(line -> line.length() <= columns);
        assertThat(result.out()).contains(name);
    }

    @Test
    void shouldAskBeforeItRemovesAnAgent() throws Exception {
        // When
        Result kept = terminal("$Y agent rm zoe", "n\n");
        int found = api.get("/api/agents/zoe").statusCode();
        Result removed = terminal("$Y agent rm zoe", "y\n");

        // Then
        assertThat(kept.exitCode()).isEqualTo(4);
        assertThat(kept.out())
                .contains(
                        "Removes an agent. It is 'zoe' at " + api.base() + ". Continue? [y/N]", "Nothing was changed.");
        assertThat(found).isEqualTo(200);
        assertThat(removed.exitCode()).isZero();
        assertThat(api.get("/api/agents/zoe").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldStopTheServiceOfAHome() throws Exception {
        // Given
        Path other = directory.resolve("other");
        try (var stopped = PackagedService.start(directory, other)) {
            stopped.api();

            // When
            Result result = shell("$Y stop --home " + other);

            // Then
            assertThat(result).isEqualTo(new Result(0, "The service on " + other + " has stopped.\n", ""));
            assertThat(ProcessHandle.of(stopped.pid()).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }

    private static Result shell(String script) throws Exception {
        return run(List.of("sh", "-c", script), "");
    }

    /** Runs a script in a pseudo-terminal. */
    private static Result terminal(String script, String keys) throws Exception {
        Result result = run(List.of("script", "--quiet", "--return", "--command", script, "/dev/null"), keys);
        return new Result(result.exitCode(), result.out().replace("\r", ""), result.err());
    }

    private static Result run(List<String> command, String input) throws Exception {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("YARDMASTER_"));
        builder.environment()
                .putAll(Map.of(
                        "Y", PackagedService.EXECUTABLE.toString(),
                        "HOME", directory.toString(),
                        "TERM", "xterm",
                        "YARDMASTER_HOME", home.toString()));
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        if (!input.isEmpty()) {
            // A terminal reports its end when its input ends, so it stays open until the command has ended.
            process.getOutputStream().flush();
        } else {
            process.getOutputStream().close();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
