package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.ProviderNames;
import java.util.Map;
import java.util.Optional;

/**
 * The preferences for the provider and the model of a session, from all places that can name them. A provider can be named by any name that
 * {@link ProviderNames} finds.
 *
 * @param request the request that starts the session
 * @param overrides the environment variables of the service
 * @param agent the agent's own configuration
 * @param project the defaults of the project
 * @param workspace the defaults of the workspace, for all agents
 */
public record Preferences(Choice request, Overrides overrides, Choice agent, Defaults project, Defaults workspace) {
    /** No preferences. */
    public static final Preferences NONE =
            new Preferences(Choice.NONE, Overrides.NONE, Choice.NONE, Defaults.NONE, Defaults.NONE);

    /**
     * The choice for one agent or session.
     *
     * @param executable the name of an executable; without {@code provider} it also chooses the executable's provider
     */
    public record Choice(Optional<String> provider, Optional<String> executable, Optional<String> model) {
        public static final Choice NONE = new Choice(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The environment variables of the service that override the preferences of agents, projects and the workspace. */
    public record Overrides(Optional<String> provider, Optional<String> runtime) {
        /** The variable that names a provider. */
        public static final String PROVIDER = "YARDMASTER_AGENT_PROVIDER_OVERRIDE";

        /** The variable that names a runtime. */
        public static final String RUNTIME = "YARDMASTER_AGENT_RUNTIME_OVERRIDE";

        public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());
    }

    /**
     * The defaults for agents that choose nothing.
     *
     * @param provider a provider
     * @param runtime a runtime; {@code provider} takes precedence
     * @param models the model for each provider, by any name of the provider
     */
    public record Defaults(Optional<String> provider, Optional<String> runtime, Map<String, String> models) {
        public static final Defaults NONE = new Defaults(Optional.empty(), Optional.empty(), Map.of());

        public Defaults {
            models = Map.copyOf(models);
        }
    }
}
