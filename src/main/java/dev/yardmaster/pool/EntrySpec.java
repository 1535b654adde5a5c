package dev.yardmaster.pool;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * What a user says of an entry: an object, or a text as {@link PoolEntryParser} reads it. An answer's {@code used} may be sent back, and says
 * nothing.
 *
 * @param mode by default all
 * @param focus what its stewards look after; by default anything
 * @param priority 0 to 1000, by default 0; what is higher starts first
 * @param slots how many run at once; by default as many as the pool has
 * @param provider the id, an alias or the runtime of a provider; by default any
 * @param model a model of the provider, or a short name for one; by default any
 */
@JsonIgnoreProperties("used")
record EntrySpec(
        @NotNull(message = "is missing: director, worker or steward")
        Role role,

        Optional<AgentMode> mode,
        Optional<@Size(min = 1, max = 64, message = "must have 1 to 64 characters") String> focus,

        Optional<
                        @Min(value = 0, message = "must be 0 to 1000, the highest first")
                        @Max(value = 1000, message = "must be 0 to 1000, the highest first") Integer>
                priority,

        Optional<@Min(value = 1, message = "must be 1 to the size of the pool") Integer> slots,
        Optional<String> provider,

        Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> model) {
    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    EntrySpec {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EntrySpec of(String text) {
        return PoolEntryParser.read(text);
    }

    static EntrySpec of(PoolEntry entry) {
        return new EntrySpec(
                entry.role(),
                entry.mode(),
                entry.focus(),
                Optional.of(entry.priority()),
                entry.slots(),
                entry.provider(),
                entry.model());
    }
}
