package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.client.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CompletionTest {
    private final ScriptedServer server = new ScriptedServer();
    private final Map<String, String> environment = new HashMap<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            age                            | agent
            agent sh                       | show
            budget work                    | workspace
            budget workspace s             | show set
            task create X --prio           | --priority
            task create X --role           | --role
            agent register a --role ''     | director worker steward
            settings unset default         | defaultProvider defaultModels
            agent register a --enabled=x   |
            nothing ''                     |
            """)
    void shouldCompleteWithoutTheService(String line, String expected) {
        assertThat(completions(line.replace("''", " ").split(" +", -1)))
                .containsExactlyInAnyOrderElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent show a", "task create X --agent a", "agent start a"})
    void shouldCompleteTheNamesThatTheServiceKnows(String line) {
        // Given
        server.thenStatus(200, "application/json", """
                {"items": [{"name": "ada"}, {"name": "ann\\u001b[31m"}, {"name": "bob"}]}""");
        environment.put("YARDMASTER_URL", server.target().address().toString());

        // Then
        assertThat(completions(line.split(" "))).containsExactly("ada", "ann[31m");
    }

    @Test
    void shouldPrintNothingIfNoServiceAnswers() {
        // Given
        environment.put("YARDMASTER_URL", "http://127.0.0.1:1");

        // Then
        assertThat(completions("agent", "show", "")).isEmpty();
    }

    @Test
    void shouldBeCalledByTheScriptOfBash() throws Exception {
        // Given
        String script = """
                yardmaster() { echo "$*"; echo b; }
                COMP_WORDS=(yardmaster agent sh)
                COMP_CWORD=2
                _yardmaster
                printf '%%s;' "${COMPREPLY[@]}"
                """.replace("%%", "%");

        // When
        String output = bash(run("completion", "bash") + script);

        // Then
        assertThat(output).isEqualTo("__complete;--;agent;sh;b;");
    }

    private List<String> completions(String... words) {
        List<String> line = new ArrayList<>(List.of("__complete", "--"));
        line.addAll(List.of(words).stream().map(String::strip).toList());
        return run(line.toArray(String[]::new)).lines().toList();
    }

    private String run(String... words) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(CommandLines.run(environment, stream, stream, words)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String bash(String script) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return output;
    }
}
