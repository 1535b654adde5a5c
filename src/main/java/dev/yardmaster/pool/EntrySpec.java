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
 * An entry of a pool in a request: a JSON object, or a text in the form that {@link PoolEntryParser} reads. A client may send the
 * {@code used} of a response back; it is ignored.
 *
 * @param mode the mode of the agents; by default all modes
 * @param focus the focus of the stewards; by default every focus
 * @param priority 0 to 1000, by default 0; tasks that use an entry with a higher priority start first
 * @param slots how many sessions run at the same time, 1 to the size of the pool; by default only the pool's size limits them
 * @param provider the id, an alias or the runtime of a provider; by default all providers
 * @param model a model of the provider, or an alias of one; by default all models
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
        return PoolEntryParser.parse(text);
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
