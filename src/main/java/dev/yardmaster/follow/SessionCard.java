package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the service knows of a session, in short.
 *
 * @param earlier the session whose work it continues
 */
record SessionCard(
        String id,
        String agent,
        String provider,
        Optional<String> model,
        Optional<String> task,
        Optional<SessionCard> earlier) {
    /** Reads a session as the API shows it. */
    static SessionCard of(JsonNode session, Optional<SessionCard> earlier) {
        return new SessionCard(
                session.path("id").asText(),
                session.path("agentName").asText(),
                session.path("provider").asText(),
                Optional.ofNullable(session.path("model").textValue()),
                Optional.ofNullable(session.path("task").textValue()),
                earlier);
    }

    /** The session in words. */
    String title() {
        return "session " + id + ": " + agent + " on " + provider
                + model.map(it -> ", model " + it).orElse("")
                + task.map(it -> ", task " + it).orElse("");
    }

    /** The hand-over in words; empty if the session continues no other one. */
    Optional<String> handOver() {
        return earlier.map(it -> "continues the work of session " + it.id()
                + (it.provider().equals(provider) ? "" : ", which ran on " + it.provider()));
    }
}
