package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Optional;

/**
 * Parses the short form of an entry: {@code role[:mode or focus][:priority][:slots][:provider][:model]}. An empty field has its default.
 * The model is the rest of the text, including colons. For a steward the second field is the focus instead of the mode.
 *
 * <pre>
 *   worker:ephemeral:100:3:claude-code:sonnet
 *   steward:merge
 *   worker::50
 * </pre>
 */
final class PoolEntryParser {
    private static final int FIELDS = 6;
    private static final int MAX_LENGTH = 500;

    private PoolEntryParser() {}

    /** Throws {@code invalid_request} or {@code unknown_role}; the message quotes the text and names the wrong field. */
    static EntrySpec parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw invalid("An entry in the short form has at most " + MAX_LENGTH + " characters.");
        }
        try {
            return parse(List.of(text.split(":", FIELDS)));
        } catch (YardmasterException e) {
            throw e.in("entries", text);
        }
    }

    private static EntrySpec parse(List<String> fields) {
        Role role = Role.of(fields.getFirst());
        Optional<String> modeOrFocus = field(fields, 1);
        boolean hasFocus = role == Role.STEWARD;
        return new EntrySpec(
                role,
                hasFocus ? Optional.empty() : modeOrFocus.map(AgentMode::of),
                hasFocus ? modeOrFocus : Optional.empty(),
                field(fields, 2).map(digits -> number("priority", digits)),
                field(fields, 3).map(digits -> number("slots", digits)),
                field(fields, 4),
                field(fields, 5));
    }

    private static Optional<String> field(List<String> fields, int index) {
        return Optional.of(index)
                .filter(it -> it < fields.size())
                .map(fields::get)
                .filter(field -> !field.isEmpty());
    }

    private static int number(String name, String digits) {
        if (!digits.matches("[0-9]{1,9}")) {
            throw invalid("Its '" + name + "' is '" + digits
                    + "' but must be a whole number. The form is role:mode:priority:slots:provider:model.");
        }
        return Integer.parseInt(digits);
    }

    private static YardmasterException invalid(String detail) {
        return new YardmasterException(ErrorCode.INVALID_REQUEST, detail);
    }
}
