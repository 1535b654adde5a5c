package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.ProviderNames;
import java.util.Map;
import java.util.Optional;

/**
 * What everybody wants of a session's provider and model, from the one who starts it down to the workspace. Providers are named by any
 * of the words that {@link ProviderNames} knows.
 *
 * @param request for this session only
 * @param overrides for all sessions of this run of the service
 * @param agent what its agent says of itself
 * @param project what the project says for its agents
 * @param workspace what the settings say for all agents
 */
public record Preferences(Choice request, Overrides overrides, Choice agent, Defaults project, Defaults workspace) {
    /** Nobody wants anything. */
    public static final Preferences NONE =
            new Preferences(Choice.NONE, Overrides.NONE, Choice.NONE, Defaults.NONE, Defaults.NONE);

    /**
     * What is chosen for one agent or session.
     *
     * @param executable the name of an executable; without a provider it stands for its own
     */
    public record Choice(Optional<String> provider, Optional<String> executable, Optional<String> model) {
        public static final Choice NONE = new Choice(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What the service was started with. */
    public record Overrides(Optional<String> provider, Optional<String> runtime) {
        /** The variable that names a provider. */
        public static final String PROVIDER = "YARDMASTER_AGENT_PROVIDER_OVERRIDE";

        /** The variable that names a runtime. */
        public static final String RUNTIME = "YARDMASTER_AGENT_RUNTIME_OVERRIDE";

        public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());
    }

    /**
     * What holds where an agent says nothing.
     *
     * @param provider a provider
     * @param runtime a runtime, which counts less than a provider
     * @param models the model of each provider, by any word for it
     */
    public record Defaults(Optional<String> provider, Optional<String> runtime, Map<String, String> models) {
        public static final Defaults NONE = new Defaults(Optional.empty(), Optional.empty(), Map.of());

        public Defaults {
            models = Map.copyOf(models);
        }
    }
}
