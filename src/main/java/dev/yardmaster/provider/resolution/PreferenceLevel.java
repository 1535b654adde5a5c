package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import java.util.List;
import java.util.Optional;

/**
 * What one of the nine that have a say says of the provider.
 *
 * @param level from 1, the strongest
 * @param value a word for the provider, or the name of an executable that stands for it
 * @param executable whether it is the latter
 */
record PreferenceLevel(int level, String source, Optional<String> value, boolean executable) {
    /** The level of the agent itself. */
    static final int AGENT = 4;

    /** All nine, the strongest first; the last one always says something. */
    static List<PreferenceLevel> of(Preferences wanted, ProviderId builtIn) {
        return List.of(
                choice(1, "request", wanted.request()),
                of(2, Overrides.PROVIDER, wanted.overrides().provider()),
                of(3, Overrides.RUNTIME, wanted.overrides().runtime()),
                choice(AGENT, "agent", wanted.agent()),
                of(5, "project agent.provider", wanted.project().provider()),
                of(6, "project agent.runtime", wanted.project().runtime()),
                of(7, "workspace agent.provider", wanted.workspace().provider()),
                of(8, "workspace agent.runtime", wanted.workspace().runtime()),
                of(9, "built in", Optional.of(builtIn.value())));
    }

    /** Whether it was said for this very start, so that a word without a meaning is a mistake of just now. */
    boolean isOfThisStart() {
        return level < AGENT;
    }

    /** For sentences: {@code level 5, project agent.provider}. */
    String place() {
        return "level " + level + ", " + source;
    }

    private static PreferenceLevel of(int level, String source, Optional<String> value) {
        return new PreferenceLevel(level, source, value, false);
    }

    private static PreferenceLevel choice(int level, String who, Choice choice) {
        return choice.provider().isPresent() || choice.executable().isEmpty()
                ? of(level, who, choice.provider())
                : new PreferenceLevel(level, who + " executable", choice.executable(), true);
    }
}
