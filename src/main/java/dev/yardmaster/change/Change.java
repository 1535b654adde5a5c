package dev.yardmaster.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * A thing has changed. The database sends it as JSON.
 *
 * @param kind the kind of the thing, such as {@code task}
 * @param id its id; the name of a thing that has no id
 * @param state its new state, if it has one and the change is a change of the thing itself
 * @param deleted whether it does not exist any more
 */
@RegisterForReflection
@JsonInclude(Include.NON_EMPTY)
record Change(String kind, String id, Optional<String> name, Optional<String> state, Optional<Boolean> deleted) {
    /** Names the thing. */
    record Key(String kind, String id) {}

    Key key() {
        return new Key(kind, id);
    }

    /** The type of the event. */
    @JsonProperty
    String type() {
        return kind + ".changed";
    }

    /** This change followed by a later one. A change without a name is that of another thing, and does not show whether this one exists. */
    Change then(Change later) {
        return new Change(
                kind,
                id,
                later.name.or(() -> name),
                later.state.or(() -> state),
                later.name.isPresent() ? later.deleted : later.deleted.or(() -> deleted));
    }
}
