package dev.yardmaster.approval;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An answer of a person.
 *
 * @param scope what the answer is for
 * @param message the reason; a model that is denied something gets it
 */
public record AnswerSpec(
        @Schema(
                description =
                        "once (the default), or a rule for the same requests in future: session, agent or project.")
        Optional<AnswerScope> scope,

        @Schema(
                description = "The pattern of that rule, which must match the request. By default exactly the request.",
                examples = "git log *")
        Optional<
                        @Pattern(regexp = NOT_BLANK, message = "must not be blank")
                        @Size(max = 10_000, message = "must have at most 10,000 characters") String>
                pattern,

        @Schema(description = "The reason. A model that is denied something gets it.")
        Optional<
                        @Pattern(regexp = NOT_BLANK, message = "must not be blank")
                        @Size(max = 10_000, message = "must have at most 10,000 characters") String>
                message) {
    private static final String NOT_BLANK = "(?s).*\\S.*";

    static final AnswerSpec ONCE = new AnswerSpec(Optional.empty(), Optional.empty(), Optional.empty());
}
