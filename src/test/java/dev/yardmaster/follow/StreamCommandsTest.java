package dev.yardmaster.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Targets;
import dev.yardmaster.session.Floods;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Follows real sessions. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class StreamCommandsTest {
    private static final Screen PIPE = new Screen(OptionalInt.empty(), false);
    private static final String WAITING = "read -r _; cat >/dev/null";

    @TempDir
    Path directory;

    private final Api api = LocalService.api();
    private final Reader out = new Reader();
    private final StringWriter err = new StringWriter();

    /** What the output goes to. It closes after a number of lines, as {@code head} does. */
    private static final class Reader extends OutputStream {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private int linesLeft = Integer.MAX_VALUE;

        @Override
        public synchronized void write(int b) throws IOException {
            if (linesLeft == 0) {
                throw new IOException("Broken pipe");
            }
            text.write(b);
            linesLeft -= b == '\n' ? 1 : 0;
        }
    }

    @Test
    void shouldShowAWholeSessionThatHasEnded() {
        // Given
        String session = ended();

        // When
        int exitCode = session(session.substring(0, 30));

        // Then
        assertThat(exitCode).as(err.toString()).isZero();
        assertThat(lines()[0]).startsWith("= session " + session + ": agent-");
        assertThat(lines()).contains("> go");
        assertThat(lines()[lines().length - 1]).startsWith("= session completed: ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPrintEventsAsTheServiceSendsThem() {
        // Given
        String session = ended();

        // When
        int exitCode = session(session, "--json", "--after", "1");

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.text.toString(UTF_8).lines().map(JsonObject::new))
                .isEqualTo(api.events(session).stream()
                        .skip(1)
                        .map(event -> event.put("cursor", event.getLong("seq").toString()))
                        .toList());
    }

    @Test
    void shouldEndAtTheLastEvent() {
        // Given
        String session = ended();
        String last = Integer.toString(api.events(session).size());

        // When
        int exitCode = session(session, "--after", last);

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.text.size()).isZero();
        assertThat(err.toString()).startsWith("No events follow. The session has ended: completed.");
    }

    @Test
    void shouldReportAnUnknownSession() {
        // When
        int exitCode = session("01990000-0000-7000-8000-00000000dead");

        // Then
        assertThat(exitCode).isEqualTo(3);
        assertThat(out.text.size()).isZero();
        assertThat(err.toString())
                .contains("01990000-0000-7000-8000-00000000dead")
                .hasLineCount(1);
    }

    @Test
    void shouldShowARunningSessionOfAnAgentFromItsStart() {
        // Given
        String agent = api.agent(Slots.script(WAITING));
        String session = api.start(agent, "stay");
        out.linesLeft = 2;

        // When
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> agent(agent));
        await().until(() -> out.linesLeft == 0);
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));

        // Then
        assertThat(exitCode.join()).isZero();
        assertThat(lines()[0]).startsWith("= session " + session);
        assertThat(lines()[1]).isEqualTo("> stay");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldShowTheNextSessionOfAnAgent() {
        // Given
        String agent = api.agent(Floods.atOnce(directory, EventFlood.of(5)));
        out.linesLeft = 2;

        // When
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> agent(agent, "--json"));
        await().until(() -> err.toString().contains("No session of '" + agent + "' runs now."));
        String session = api.awaitSession(api.task(agent, "go"));

        // Then
        assertThat(exitCode.join()).isZero();
        assertThat(lines()).allSatisfy(line -> {
            assertThat(new JsonObject(line).getString("session")).isEqualTo(session);
            assertThat(new JsonObject(line).getString("cursor")).matches("\\d+-\\d+");
        });
    }

    private String ended() {
        String session = api.awaitSession(api.task(api.agent(Floods.atOnce(directory, EventFlood.of(20))), "go"));
        api.awaitEnd(session);
        return session;
    }

    private String[] lines() {
        return out.text.toString(UTF_8).split("\n");
    }

    private int session(String... arguments) {
        return run(new SessionStreamCommand(targets(), printer(), () -> PIPE), arguments);
    }

    private int agent(String... arguments) {
        return run(new AgentStreamCommand(targets(), printer(), () -> PIPE), arguments);
    }

    private int run(StreamCommand command, String... arguments) {
        return new CommandLine(command)
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.write(failure.getMessage() + "\n");
                    return ((ClientException) failure).kind().exitCode();
                })
                .execute(arguments);
    }

    private PrintStream printer() {
        return new PrintStream(out, false, UTF_8);
    }

    private Targets targets() {
        return new Targets(
                Map.of("YARDMASTER_URL", api.base().toString(), "YARDMASTER_TOKEN", api.token()),
                new Contexts(directory.resolve("contexts.json")),
                directory);
    }
}
