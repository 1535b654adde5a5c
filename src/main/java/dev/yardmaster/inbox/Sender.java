package dev.yardmaster.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Who sends a message. The service knows it from the token of the sender; a request can't name another one.
 *
 * @param name the name of the token or of the agent
 * @param agent the id of the agent that sends it
 */
@JsonInclude(Include.NON_ABSENT)
public record Sender(Kind kind, String name, Optional<UUID> agent) {
    /** What kind of sender it is. */
    public enum Kind {
        /** A person, or a program of a person, with a token. */
        TOKEN,
        /** An agent, from one of its sessions. */
        AGENT,
        /** The service itself, which tells what has happened. */
        SERVICE;

        /** The name in the API and the database. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The service. */
    static final Sender SERVICE = new Sender(Kind.SERVICE, "yardmaster", Optional.empty());

    /** The owner of a token. */
    public static Sender token(String name) {
        return new Sender(Kind.TOKEN, name, Optional.empty());
    }

    /** An agent, for the tools that its sessions call. */
    public static Sender agent(UUID id, String name) {
        return new Sender(Kind.AGENT, name, Optional.of(id));
    }
}
