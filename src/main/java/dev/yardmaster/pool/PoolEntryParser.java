package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Optional;

/**
 * Entries as people write them on one line: {@code role[:mode or focus][:priority][:slots][:provider][:model]}. An empty piece is one that
 * is left out, and the model is all that is left, with its colons. A steward has a focus in the place of the mode.
 *
 * <pre>
 *   worker:ephemeral:100:3:claude-code:sonnet
 *   steward:merge
 *   worker::50
 * </pre>
 */
final class PoolEntryParser {
    private static final int PIECES = 6;
    private static final int LONGEST = 500;

    private PoolEntryParser() {}

    /** Throws {@code invalid_request} or {@code unknown_role}, naming the text and the piece. */
    static EntrySpec read(String text) {
        if (text.length() > LONGEST) {
            throw invalid("An entry written as a text has at most " + LONGEST + " characters.");
        }
        try {
            return read(List.of(text.split(":", PIECES)));
        } catch (YardmasterException e) {
            throw e.in("entries", text);
        }
    }

    private static EntrySpec read(List<String> pieces) {
        Role role = Role.of(pieces.getFirst());
        Optional<String> sort = piece(pieces, 1);
        boolean hasFocus = role == Role.STEWARD;
        return new EntrySpec(
                role,
                hasFocus ? Optional.empty() : sort.map(AgentMode::of),
                hasFocus ? sort : Optional.empty(),
                piece(pieces, 2).map(digits -> number("priority", digits)),
                piece(pieces, 3).map(digits -> number("slots", digits)),
                piece(pieces, 4),
                piece(pieces, 5));
    }

    private static Optional<String> piece(List<String> pieces, int index) {
        return Optional.of(index)
                .filter(it -> it < pieces.size())
                .map(pieces::get)
                .filter(piece -> !piece.isEmpty());
    }

    private static int number(String name, String digits) {
        if (!digits.matches("[0-9]{1,9}")) {
            throw invalid("Its " + name + " is '" + digits
                    + "' and must be a whole number. An entry is role:mode:priority:slots:provider:model.");
        }
        return Integer.parseInt(digits);
    }

    private static YardmasterException invalid(String detail) {
        return new YardmasterException(ErrorCode.INVALID_REQUEST, detail);
    }
}
