package dev.yardmaster.pool;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/**
 * A pool in a request.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param size how many sessions run at the same time in the whole pool, 1 to 10,000
 * @param enabled whether the pool limits sessions; by default true
 * @param entries which sessions may use the slots, each an object or a text such as {@code worker:ephemeral:100:3:claude-code:sonnet}; by
 *     default the pool applies to all agents
 */
record PoolSpec(
        @NotNull(message = "is missing: give the pool a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        @NotNull(message = "is missing: give the number of sessions that may run at the same time")
        @Min(value = 1, message = "must be 1 to 10000")
        @Max(value = 10_000, message = "must be 1 to 10000")
        Integer size,

        Optional<Boolean> enabled,

        Optional<
                        @Size(max = 100, message = "must have at most 100 entries") List<
                                @NotNull(message = "must be an object or a text") @Valid EntrySpec>>
                entries) {
    static PoolSpec of(Pool pool) {
        return new PoolSpec(
                pool.name(),
                pool.size(),
                Optional.of(pool.enabled()),
                Optional.of(pool.entries().stream().map(EntrySpec::of).toList()));
    }
}
