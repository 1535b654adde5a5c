package dev.yardmaster.provider.resolution;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.ProviderNames;
import java.util.Collection;
import java.util.Map;

/**
 * Decides which provider, executable and model a session runs on. The first level that says anything wins; there are nine, as
 * {@link PreferenceLevel#of} lists them.
 *
 * <p>The model is that of the first of request, agent, project and workspace that names one which fits the provider; else the provider
 * is left its own default. A project's and the workspace's models are named by provider. The request's is meant for the provider that
 * wins, and the agent's for the one that would win without the first three levels. When that is another than the provider that is used,
 * a short name is translated anew and any other model is left out.
 *
 * <p>Immutable: a snapshot of what there is, cheap to make.
 */
public final class Resolver {
    private final KnownProviders known;
    private final ResolverModels models;
    private final ProviderId builtIn;

    /**
     * @param providers all that there are
     * @param executables all that there are, the default ones of the providers among them
     * @param aliases the users' own short names of models by provider; they count more than {@link AgentProvider#modelAliases()}
     * @param builtIn the provider when nobody says anything
     */
    public Resolver(
            Collection<? extends AgentProvider> providers,
            Collection<Executable> executables,
            Map<ProviderId, Map<String, String>> aliases,
            ProviderId builtIn) {
        ProviderNames names = new ProviderNames(providers);
        this.known = KnownProviders.of(names, executables);
        this.models = new ResolverModels(names, aliases);
        this.builtIn = builtIn;
    }

    /**
     * What a session is to run on.
     *
     * @throws YardmasterException {@code unknown_provider} or {@code unknown_executable} when the level that wins, or one that was said
     *     for this start, names what there is not, or an executable of another provider
     */
    public Resolution resolve(Preferences wanted) {
        return accepted(run(wanted).asWanted());
    }

    /**
     * What a session is to run on when it goes to another executable than the one that {@link #resolve} finds.
     *
     * @throws YardmasterException as {@link #resolve} does
     */
    public Resolution resolveOn(Preferences wanted, String executable) {
        return accepted(run(wanted).movedTo(executable));
    }

    /** The same as {@link #resolve}, but what is wrong is told as the resolution's problem. Does not throw. */
    public Resolution explain(Preferences wanted) {
        return run(wanted).asWanted().resolution();
    }

    private ResolutionBuilder run(Preferences wanted) {
        return new ResolutionBuilder(wanted, PreferenceLevel.of(wanted, builtIn), known, models);
    }

    private static Resolution accepted(ResolutionBuilder.Result result) {
        result.problem().ifPresent(problem -> {
            throw problem;
        });
        return result.resolution();
    }
}
