package dev.yardmaster.session;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.Slots;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Sessions as a killed service leaves them: their rows, their tasks and a part of their logs.
 *
 * @param chunks stores the logs
 */
record InterruptedSessions(Api api, Pool pool, ChunkRepository chunks) {
    /** The result of a completed turn. */
    static final String RESULT = "All is \"well\".";

    /** A session that ran for a task when its service was killed. */
    record Interrupted(UUID session, String task) {
        private String path() {
            return "/api/sessions/" + session;
        }

        String events() {
            return path() + "/events";
        }
    }

    /** A session of an installation, on an executable of its own. */
    Interrupted interrupt(UUID owner) {
        return interrupt(owner, Slots.script("exit 0"));
    }

    /** Inserts the rows as the killed service left them. The agent is disabled, so that the dispatcher does not run the task. */
    Interrupted interrupt(UUID owner, String executable) {
        String agent = api.agent(new JsonObject().put("executable", executable).put("enabled", false));
        String task = api.task(agent, "go");
        UUID session = UUID.randomUUID();
        UUID agentId = UUID.fromString(api.json(api.get("/api/agents/" + agent)).getString("id"));
        pool.preparedQuery("""
                        INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at)
                        VALUES ($1, $2, $3, $4, $5, 'claude-code', $6, 'bidirectional', '/', 'running', now())""")
                .execute(Tuple.of(session, owner, agentId, agent, UUID.fromString(task), executable))
                .await()
                .indefinitely();
        pool.preparedQuery("UPDATE task SET state = 'running', session = $2, assignee = $3 WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(task), session, agentId))
                .await()
                .indefinitely();
        return new Interrupted(session, task);
    }

    /** Stores a part of the log; returns what was really stored. */
    List<Chunk> store(Interrupted interrupted, LogSlice slice) {
        return chunks.insert(List.of(new Chunk(0, interrupted.session(), UUID.randomUUID(), slice)))
                .await()
                .indefinitely();
    }

    /** The state of the session. */
    String state(Interrupted interrupted) {
        return api.json(api.get(interrupted.path())).getString("state");
    }

    /** The task of the session. */
    JsonObject task(Interrupted interrupted) {
        return api.json(api.get("/api/tasks/" + interrupted.task()));
    }

    /** All stored events. */
    List<JsonObject> events(Interrupted interrupted) {
        return api.events(interrupted.session().toString());
    }

    /** The types of all stored events. */
    List<String> eventTypes(Interrupted interrupted) {
        return events(interrupted).stream()
                .map(event -> event.getString("type"))
                .toList();
    }

    /** A log that ends with a completed turn, after some other events. */
    static LogSlice completed(Interrupted interrupted, AgentEvent... before) {
        var encoder = new FrameEncoder(interrupted.session());
        var frames = new ByteSink(512);
        long seq = 1;
        for (AgentEvent event : before) {
            encoder.encode(frames, seq++, 0, event);
        }
        var turn = new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.ofString(RESULT));
        encoder.encode(frames, seq++, 0, turn);
        encoder.encode(frames, seq, 0, SessionEnd.of(SessionState.COMPLETED, "The agent finished."));
        return Frames.slice(1, frames.slice());
    }

    /** A log with one message. */
    static LogSlice message(Interrupted interrupted, long seq, String text) {
        var frames = new ByteSink(512);
        new FrameEncoder(interrupted.session()).encode(frames, seq, 0, new AgentEvent.UserMessage(text));
        return Frames.slice(seq, frames.slice());
    }

    /** A log with nothing but an end. */
    static LogSlice ended(Interrupted interrupted, SessionEnd end) {
        var frames = new ByteSink(512);
        new FrameEncoder(interrupted.session()).encode(frames, 1, 0, end);
        return Frames.slice(1, frames.slice());
    }

    /** A completed session with a name, a depth and a text that exceed the limits of the JSON parser. */
    static LogSlice beyondParserLimits(Interrupted interrupted) {
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        String deep = "[".repeat(1_100) + "]".repeat(1_100);
        return completed(
                interrupted,
                new AgentEvent.ToolCall("1", "tool", JsonSlice.raw(name)),
                new AgentEvent.ToolResult("1", JsonSlice.raw(deep), false),
                new AgentEvent.Message("m", JsonSlice.ofString("x".repeat(20_000_001))));
    }
}
