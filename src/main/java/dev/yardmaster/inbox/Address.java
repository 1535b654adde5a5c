package dev.yardmaster.inbox;

import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;

/** Whom a message is for, as a sender writes it. */
sealed interface Address {
    /** One agent, by id or name. */
    record ToAgent(String idOrName) implements Address {}

    /** Each agent of a role. */
    record ToRole(Role role) implements Address {}

    /** The inbox that all people share. */
    record ToPeople() implements Address {}

    /** One person, by the name of a token. */
    record ToPerson(String name) implements Address {}

    /** How the table of messages names the kind of the address. */
    default String kind() {
        return switch (this) {
            case ToAgent _ -> "agent";
            case ToRole _ -> "role";
            case ToPeople() -> "people";
            case ToPerson _ -> "person";
        };
    }

    /**
     * The address with a text; throws {@code invalid_request} or {@code unknown_role}.
     *
     * @param text {@code people}, {@code person:NAME}, {@code role:ROLE}, or the id or name of an agent; {@code agent:} before it is for an agent named "people"
     */
    static Address parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon + 1);
        String name = text.substring(colon + 1);
        if (name.isBlank()) {
            throw invalid(text);
        }
        return switch (kind) {
            case "" -> name.equals("people") ? new ToPeople() : new ToAgent(name);
            case "agent:" -> new ToAgent(name);
            case "role:" -> new ToRole(Role.of(name));
            case "person:" -> new ToPerson(name);
            default -> throw invalid(text);
        };
    }

    private static YardmasterException invalid(String text) {
        return YardmasterException.ofField(
                ErrorCode.INVALID_REQUEST,
                "to",
                "must be the id or name of an agent, 'role:' and a role, 'people', or 'person:' and the name of a token, not '"
                        + text + "'");
    }
}
