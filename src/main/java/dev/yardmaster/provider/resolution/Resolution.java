package dev.yardmaster.provider.resolution;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which provider, executable and model a session uses, and why. It is stored with the session as JSON.
 *
 * @param provider the provider's id; if the winning level names an unknown provider, the level's value
 * @param executable the executable's name; if it is unknown, the name as given
 * @param model the model as the CLI expects it; empty for the CLI's own default
 * @param levels the nine levels that can name the provider, in order of precedence
 * @param modelLevels the five levels that can name the model, in order of precedence
 * @param hops the executables that were considered, in order
 * @param notes sentences that explain what the levels don't show: a translated or ignored model, a preference without effect
 * @param problem why no session can start, and what to do
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

    /** Returns the same resolution with other hops. */
    public Resolution withHops(List<Hop> otherHops) {
        return new Resolution(provider, executable, model, levels, modelLevels, otherHops, notes, problem);
    }

    /** Returns the same resolution with a problem: no session can start. */
    public Resolution withProblem(String detail) {
        return new Resolution(provider, executable, model, levels, modelLevels, hops, notes, Optional.of(detail));
    }

    /**
     * One level of the preferences.
     *
     * @param level the number of the level; 1 has the highest precedence
     * @param source the origin of the level, such as {@code project agentProvider}
     * @param value the name that the level contains, as it was written
     * @param won whether this level decides
     */
    @RegisterForReflection
    @JsonInclude(Include.NON_ABSENT)
    public record Level(int level, String source, Optional<String> value, boolean won) {}

    /**
     * An executable that was considered.
     *
     * @param reason a sentence for people
     */
    @RegisterForReflection
    public record Hop(String executable, Outcome outcome, String reason) {}

    /** Why an executable was chosen or not. */
    @RegisterForReflection
    public enum Outcome {
        /** The session runs on it. */
        CHOSEN,
        /** Its provider has reached a limit and accepts no work until the reset. */
        LIMITED,
        /** It is not installed, not signed in, or does not work. */
        UNUSABLE,
        /** A pool has no slot for it. */
        FULL,
        /** A budget of its provider is used up. */
        OVER_BUDGET,
        /** No executable has this name, or its provider is unknown or another one than the preferences require. */
        UNKNOWN;

        /** Returns the name in the API and the database. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
