package dev.yardmaster.tools;

import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.mcp.McpClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * An agent whose CLI does nothing until the test ends its turn. The test calls the tools in its place, with the token that the CLI got.
 *
 * @param name the name of the agent
 * @param session its session
 * @param client calls its tools
 * @param turn the file whose creation ends the turn
 */
record FakeAgent(String name, String session, McpClient client, Path turn) {
    static final String LAST_TEXT = "The last text.";

    private static final String CLI = """
            echo "$*" >> '%1$s.args'
            echo '{"type":"system","subtype":"init","session_id":"s","model":"m","mcp_servers":[],"tools":[]}'
            exec 3<&0
            (cat <&3 >>'%1$s.in'; kill $$) &
            while [ ! -e '%1$s' ]; do sleep 0.1; done
            rm -f '%1$s'
            echo '{"type":"assistant","message":{"id":"m1","role":"assistant","content":[{"type":"text","text":"%2$s"}],"usage":{"input_tokens":1,"output_tokens":1}}}'
            echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"%2$s","usage":{"input_tokens":1,"output_tokens":1}}'
            """;

    private static final Api API = LocalService.api();

    /** An agent of a role with a session that works on no task. */
    static FakeAgent without(Path directory, String role, JsonObject fields) {
        Path turn = turn(directory);
        String name = agent(turn, role, fields);
        return of(name, API.start(name, "go"), turn);
    }

    /** An agent of a role that waits for work. */
    static Idle waiting(Path directory, String role, JsonObject fields) {
        Path turn = turn(directory);
        return new Idle(agent(turn, role, fields), turn);
    }

    /** An agent without a session. */
    record Idle(String name, Path turn) {
        /** The same agent in the session that works on a task. */
        FakeAgent on(String task) {
            return FakeAgent.of(name, API.awaitSession(task), turn);
        }
    }

    /** A worker whose session works on a task. */
    static FakeAgent working(Path directory, JsonObject task) {
        return working(directory, task, new JsonObject());
    }

    static FakeAgent working(Path directory, JsonObject task, JsonObject fields) {
        Path turn = turn(directory);
        String name = agent(turn, "worker", fields);
        return of(name, API.awaitSession(API.task(name, "Do it.", task)), turn);
    }

    String task() {
        return API.json(API.get("/api/sessions/" + session)).getString("task");
    }

    /** The task as the API shows it. */
    JsonObject shownTask() {
        return API.json(API.get("/api/tasks/" + task()));
    }

    /** Ends the turn, and waits until the session has ended. */
    void endTurn() {
        try {
            Files.createFile(turn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        API.awaitEnd(session);
    }

    /** All that sessions of the agent have read. */
    String read() {
        return content(".in");
    }

    /** The arguments with which the CLI was started, a line for each session. */
    String arguments() {
        return content(".args");
    }

    private String content(String ending) {
        try {
            Path file = turn.resolveSibling(turn.getFileName() + ending);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the session by hand, and waits until it has ended. */
    void stop() {
        API.post("/api/sessions/" + session + "/stop", new JsonObject());
        API.awaitEnd(session);
    }

    /** The agent whose next session got a task. */
    static FakeAgent of(String name, String session, Path turn) {
        JsonObject server = new JsonObject(configuration(session))
                .getJsonObject("mcpServers")
                .getJsonObject("yardmaster");
        return new FakeAgent(
                name,
                session,
                new McpClient(
                        URI.create(server.getString("url")),
                        server.getJsonObject("headers").getString("Authorization")),
                turn);
    }

    private static String configuration(String session) {
        Path file = LocalService.home().resolve("scratch").resolve(session).resolve("mcp.json");
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file) && Files.size(file) > 0);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path turn(Path directory) {
        return directory.resolve("turn-" + UUID.randomUUID()).toAbsolutePath();
    }

    private static String agent(Path turn, String role, JsonObject fields) {
        return API.agent(new JsonObject()
                .put("executable", Slots.script(CLI.formatted(turn, LAST_TEXT)))
                .put("role", role)
                .mergeIn(fields));
    }
}
