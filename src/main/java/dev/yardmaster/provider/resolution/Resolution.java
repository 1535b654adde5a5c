package dev.yardmaster.provider.resolution;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which provider, executable and model a session runs on, and why. It is stored with the session as JSON.
 *
 * @param provider the provider's id; when the level that won names none, what it says
 * @param executable the executable's name, in the same way
 * @param model the model as the provider is told it; empty for the provider's own default
 * @param levels who says what of the provider, the strongest first; always all nine
 * @param modelLevels who says what of the model, the strongest first; always all five
 * @param hops the executables that were thought of, in order
 * @param notes sentences on what is not plain from the levels: a model that was translated or left out, a choice that is of no effect
 * @param problem why no session can be started on it, and what to do
 */
@RegisterForReflection
@JsonInclude(Include.NON_ABSENT)
public record Resolution(
        String provider,
        String executable,
        Optional<String> model,
        List<Level> levels,
        List<Level> modelLevels,
        List<Hop> hops,
        List<String> notes,
        Optional<String> problem) {
    public Resolution {
        levels = List.copyOf(levels);
        modelLevels = List.copyOf(modelLevels);
        hops = List.copyOf(hops);
        notes = List.copyOf(notes);
    }

    /** The same with these hops. */
    public Resolution by(List<Hop> otherHops) {
        return new Resolution(provider, executable, model, levels, modelLevels, otherHops, notes, problem);
    }

    /** The same when nothing can be started on it. */
    public Resolution failing(String why) {
        return new Resolution(provider, executable, model, levels, modelLevels, hops, notes, Optional.of(why));
    }

    /**
     * One of those who have a say.
     *
     * @param level from 1, the strongest
     * @param source who it is, such as {@code project agent.provider}
     * @param value what it says, in its own words
     * @param won whether that is what counts
     */
    @RegisterForReflection
    @JsonInclude(Include.NON_ABSENT)
    public record Level(int level, String source, Optional<String> value, boolean won) {}

    /**
     * An executable on the way to the one that is used.
     *
     * @param reason a sentence for people
     */
    @RegisterForReflection
    public record Hop(String executable, Outcome outcome, String reason) {}

    /** What became of a hop. */
    @RegisterForReflection
    public enum Outcome {
        /** The session runs on it. */
        CHOSEN,
        /** Its provider refuses work until a time. */
        LIMITED,
        /** It is not installed, not signed in, or does not work. */
        UNUSABLE,
        /** A pool has no slot for it. */
        FULL,
        /** What may be spent on its provider in a day is spent. */
        OVER_BUDGET,
        /** There is none of that name any more. */
        UNKNOWN;

        /** The word in the API and the database. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
