package dev.yardmaster.provider.resolution;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.ProviderNames;
import java.util.Collection;
import java.util.Map;

/**
 * Decides which provider, executable and model a session uses.
 *
 * <p>Provider: the first level that names one wins. {@link PreferenceLevel#of} lists the nine levels.
 *
 * <p>Model: request, agent, project and workspace can name one, in this order. The first model that fits the provider wins; without one the
 * CLI uses its own default. The models of projects and of the workspace are listed by provider. The request's model belongs to the winning
 * provider, and the agent's model to the provider that would win without the first three levels. If a model belongs to another provider than
 * the one that is used, an alias is translated for that provider, and any other model is ignored.
 *
 * <p>Immutable and cheap to create: a snapshot of the known providers and executables.
 */
public final class Resolver {
    private final KnownProviders known;
    private final ResolverModels models;
    private final ProviderId builtIn;

    /**
     * @param providers all providers
     * @param executables all executables, including the default ones of the providers
     * @param aliases the configured model aliases by provider; they take precedence over {@link AgentProvider#modelAliases()}
     * @param builtIn the provider if no preference names one
     * @param listed the models that the executables have listed
     */
    public Resolver(
            Collection<? extends AgentProvider> providers,
            Collection<Executable> executables,
            Map<ProviderId, Map<String, String>> aliases,
            ProviderId builtIn,
            ListedModels listed) {
        ProviderNames names = new ProviderNames(providers);
        this.known = KnownProviders.of(names, executables);
        this.models = new ResolverModels(names, aliases, listed);
        this.builtIn = builtIn;
    }

    /**
     * Returns what a session uses.
     *
     * @throws YardmasterException {@code unknown_provider} or {@code unknown_executable} if the winning level, or one that belongs to this
     *     start, names an unknown provider or executable, or an executable of another provider
     */
    public Resolution resolve(Preferences preferences) {
        return accepted(builder(preferences).byPreferences());
    }

    /**
     * Returns what a session uses if it moves to another executable than the one that {@link #resolve} chooses.
     *
     * @throws YardmasterException like {@link #resolve}
     */
    public Resolution resolveOn(Preferences preferences, String executable) {
        return accepted(builder(preferences).movedTo(executable));
    }

    /** Like {@link #resolve}, but reports an error as the {@link Resolution#problem} instead of throwing it. */
    public Resolution explain(Preferences preferences) {
        return builder(preferences).byPreferences().resolution();
    }

    private ResolutionBuilder builder(Preferences preferences) {
        return new ResolutionBuilder(preferences, PreferenceLevel.of(preferences, builtIn), known, models);
    }

    private static Resolution accepted(ResolutionBuilder.Result result) {
        result.problem().ifPresent(problem -> {
            throw problem;
        });
        return result.resolution();
    }
}
