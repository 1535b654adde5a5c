package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import java.util.List;
import java.util.Optional;

/**
 * One of the nine levels that can name the provider.
 *
 * @param level the number of the level; 1 has the highest precedence
 * @param source the origin of the level, such as {@code project agentProvider}
 * @param value a name of the provider, or the name of one of its executables; empty if the level names nothing
 * @param executable whether the value is the name of an executable
 */
record PreferenceLevel(int level, String source, Optional<String> value, boolean executable) {
    /** The number of the level of the request that starts the session. */
    static final int REQUEST = 1;

    /** The number of the level of the agent. */
    static final int AGENT = 4;

    /** Returns all nine levels in order of precedence. The last one always names a provider. */
    static List<PreferenceLevel> of(Preferences preferences, ProviderId builtIn) {
        return List.of(
                choice(REQUEST, "request", preferences.request()),
                of(2, Overrides.PROVIDER, preferences.overrides().provider()),
                of(3, Overrides.RUNTIME, preferences.overrides().runtime()),
                choice(AGENT, "agent", preferences.agent()),
                of(5, "project agentProvider", preferences.project().provider()),
                of(6, "project agentRuntime", preferences.project().runtime()),
                of(7, "settings defaultProvider", preferences.workspace().provider()),
                of(8, "settings runtime", preferences.workspace().runtime()),
                of(9, "built in", Optional.of(builtIn.value())));
    }

    /** Whether the level belongs to this start of a session or of the service. An unknown name is then an error, even if it has no effect. */
    boolean isOfThisStart() {
        return level < AGENT;
    }

    /** Returns the level for use in a sentence: {@code level 5, project agentProvider}. */
    String place() {
        return "level " + level + ", " + source;
    }

    private static PreferenceLevel of(int level, String source, Optional<String> value) {
        return new PreferenceLevel(level, source, value, false);
    }

    private static PreferenceLevel choice(int level, String source, Choice choice) {
        return choice.provider().isPresent() || choice.executable().isEmpty()
                ? of(level, source, choice.provider())
                : new PreferenceLevel(level, source + " executable", choice.executable(), true);
    }
}
