package dev.yardmaster.permission;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A rule as a request describes it. Exactly one of {@code command}, {@code edit} and {@code tool} is given, and at most one of {@code project},
 * {@code agent} and {@code session}.
 */
public record RuleSpec(
        @Schema(description = "What to do with a use of a tool that matches: allow, ask or deny.")
        @NotNull(message = "is missing: send allow, ask or deny")
        RuleEffect effect,

        @Schema(
                description = "A pattern for commands. * stands for any text.",
                examples = {"git log *", "npm test"})
        Optional<
                        @Pattern(regexp = NOT_BLANK, message = "must not be blank")
                        @Size(max = LONGEST, message = "must have at most 10,000 characters") String>
                command,

        @Schema(
                description = "A pattern for files that a tool changes, relative to the working directory."
                        + " * stops at a slash, ** does not.",
                examples = "src/**")
        Optional<
                        @Pattern(regexp = NOT_BLANK, message = "must not be blank")
                        @Size(max = LONGEST, message = "must have at most 10,000 characters") String>
                edit,

        @Schema(
                description = "A pattern for names of tools.",
                examples = {"web_fetch", "mcp:tickets/*"})
        Optional<
                        @Pattern(regexp = NOT_BLANK, message = "must not be blank")
                        @Size(max = LONGEST, message = "must have at most 10,000 characters") String>
                tool,

        @Schema(description = "The id or name of the project whose sessions it applies to.")
        Optional<String> project,

        @Schema(description = "The id or name of the agent whose sessions it applies to.")
        Optional<String> agent,

        @Schema(description = "The id of the session that it applies to.")
        Optional<UUID> session) {
    static final int LONGEST = 10_000;
    private static final String NOT_BLANK = "(?s).*\\S.*";

    /** The rule. Throws {@code invalid_request} if the fields do not fit together. */
    PermissionRule rule(UUID id) {
        if (Stream.of(command, edit, tool).filter(Optional::isPresent).count() != 1) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "Send exactly one pattern: 'command', 'edit' or 'tool'.");
        }
        if (Stream.of(project, agent, session).filter(Optional::isPresent).count() > 1) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "Send at most one of 'project', 'agent' and 'session'. Without them the rule applies to all sessions.");
        }
        return command.map(pattern -> new PermissionRule(id, effect, RuleSubject.COMMAND, pattern.strip()))
                .or(() -> edit.map(pattern -> new PermissionRule(id, effect, RuleSubject.EDIT, pattern.strip())))
                .orElseGet(() -> new PermissionRule(
                        id, effect, RuleSubject.TOOL, tool.orElseThrow().strip()));
    }
}
