package dev.yardmaster.inbox;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.provider.LaunchMode;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/**
 * How mail can reach an agent now.
 *
 * @param enabled whether sessions are started for its mail
 * @param session its running session that would get the mail
 */
record Reachability(boolean enabled, AgentMode mode, Optional<Running> session) {
    /** A session that has not ended. */
    record Running(UUID id, LaunchMode mode) {}

    static Reachability of(Row row) {
        return new Reachability(
                row.getBoolean("enabled"),
                AgentMode.of(row.getString("mode")),
                Optional.ofNullable(row.getUUID("session"))
                        .map(id -> new Running(id, LaunchMode.of(row.getString("session_mode")))));
    }

    /** What a queued message to the agent waits for, as a sentence. */
    String waitFor(Message message) {
        if (message.session().isPresent()) {
            return "Session " + message.session().get() + " is getting it, and has not answered yet.";
        }
        if (message.forTask().isPresent()) {
            return "Waits for a session of the task " + message.forTask().get() + ".";
        }
        if (session.isPresent()) {
            Running running = session.get();
            return running.mode() == LaunchMode.BIDIRECTIONAL
                    ? "Waits for the session " + running.id() + " to take it."
                    : "Waits for the end of the session " + running.id() + ", which is one-shot and takes no messages.";
        }
        if (!enabled) {
            return "Waits for a session that a person starts, because the agent is disabled. Enable it, or start a session.";
        }
        if (message.addressed().equals("role") && mode == AgentMode.EPHEMERAL) {
            return "Waits for the next session of the agent. A message to a role starts no session of an ephemeral agent.";
        }
        return message.waitsFor()
                .or(() -> message.attempts() == 0
                        ? Optional.empty()
                        : Optional.of("Waits for another attempt after " + message.attempts()
                                + " sessions that had it failed."))
                .orElse("Waits for a session of the agent, which is about to start.");
    }
}
