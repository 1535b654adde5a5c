package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * A model that a provider offers.
 *
 * @param id the name that the CLI expects
 * @param name the name for people
 * @param preferred whether the CLI uses it by default
 * @param resolvesTo the full name that the id stands for, if the CLI reports it; the CLI accepts it too
 */
@JsonInclude(Include.NON_ABSENT)
public record Model(String id, Optional<String> name, boolean preferred, Optional<String> resolvesTo) {
    public Model(String id, Optional<String> name, boolean preferred) {
        this(id, name, preferred, Optional.empty());
    }

    /** Whether the CLI accepts this name for the model. */
    public boolean hasName(String other) {
        return id.equals(other) || resolvesTo.filter(other::equals).isPresent();
    }
}
