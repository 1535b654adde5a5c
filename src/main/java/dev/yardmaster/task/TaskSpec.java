package dev.yardmaster.task;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user says of a new task.
 *
 * @param title 1 to 200 characters
 * @param prompt what the agent is told; up to a million characters
 * @param priority 1 (most urgent) to 5 (least); by default 3
 * @param role which agents may have it: {@code director}, {@code worker} or {@code steward}; by default {@code worker}
 * @param agent the id or name of the only agent that may have it
 * @param project the id or name of the project that it is about
 * @param scheduledFor when it becomes ready; by default at once
 */
public record TaskSpec(
        @NotBlank(message = "is missing: give the task a title")
        @Size(max = 200, message = "must have at most 200 characters")
        String title,

        @NotBlank(message = "is missing: say what the agent is to do")
        @Size(max = 1_000_000, message = "must have at most 1,000,000 characters")
        String prompt,

        Optional<
                        @Min(value = 1, message = "must be 1 (most urgent) to 5")
                        @Max(value = 5, message = "must be 1 (most urgent) to 5") Integer>
                priority,

        Optional<String> role,
        Optional<String> agent,
        Optional<String> project,
        Optional<Instant> scheduledFor) {}
