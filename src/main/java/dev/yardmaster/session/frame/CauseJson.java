package dev.yardmaster.session.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.FailureCause.Auth;
import dev.yardmaster.limit.FailureCause.Blocked;
import dev.yardmaster.limit.FailureCause.Capacity;
import dev.yardmaster.limit.FailureCause.Context;
import dev.yardmaster.limit.FailureCause.Credits;
import dev.yardmaster.limit.FailureCause.None;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.limit.FailureCause.Transient;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.session.end.SessionEnd.Cause;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The cause of a session's end as JSON in its last event. If the service is killed before it has handled the end, the next start reads
 * the cause from there.
 */
final class CauseJson {
    private CauseJson() {}

    static JsonSlice write(Cause cause) {
        var out = new ByteSink(256);
        JsonObjectWriter json = JsonObjectWriter.begin(out).field("signal", word(cause.failure()));
        cause.text().ifPresent(text -> json.field("text", text));
        if (cause.failure() instanceof Blocked blocked) {
            json.field("model", blocked.modelScope())
                    .field("window", blocked.window())
                    .field("blockedUntil", blocked.resetAt().toString())
                    .field("source", blocked.source().value())
                    .field("confidence", JsonSlice.raw(Double.toString(blocked.confidence())));
        }
        json.end();
        return new JsonSlice(out.array(), 0, out.size());
    }

    /** Reads the output of {@link #write}; returns {@link Cause#NONE} for any other JSON. */
    static Cause read(JsonNode json) {
        try {
            return new Cause(
                    failure(json), Optional.ofNullable(json.path("text").textValue()));
        } catch (DateTimeParseException | IllegalArgumentException _) {
            return Cause.NONE;
        }
    }

    private static String word(FailureCause failure) {
        return switch (failure) {
            case Quota _ -> "quota";
            case Credits _ -> "credits";
            case Transient _ -> "transient";
            case Auth _ -> "auth";
            case Context _ -> "context";
            case Capacity _ -> "capacity";
            case None _ -> "none";
        };
    }

    private static FailureCause failure(JsonNode json) {
        return switch (json.path("signal").asText()) {
            case "quota" ->
                new Quota(
                        json.path("model").asText(),
                        json.path("window").asText(),
                        blockedUntil(json),
                        source(json),
                        confidence(json));
            case "credits" -> new Credits(blockedUntil(json), source(json), confidence(json));
            case "transient" -> new Transient();
            case "auth" -> new Auth();
            case "context" -> new Context();
            case "capacity" -> new Capacity();
            default -> FailureCause.NONE;
        };
    }

    private static Instant blockedUntil(JsonNode json) {
        return Instant.parse(json.path("blockedUntil").asText());
    }

    private static LimitSource source(JsonNode json) {
        return LimitSource.of(json.path("source").asText());
    }

    private static double confidence(JsonNode json) {
        return json.path("confidence").asDouble();
    }
}
