package dev.yardmaster.prompt;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A prompt in a request.
 *
 * @param text at most 100,000 characters, in which {@code {{agent}}}, {@code {{role}}}, {@code {{focus}}} and {@code {{project}}} stand for names; empty
 *     for no prompt
 */
record PromptSpec(
        @NotNull(message = "is missing: give the text of the prompt, or an empty text for no prompt")
        @Size(max = 100_000, message = "must have at most 100,000 characters")
        String text) {}
