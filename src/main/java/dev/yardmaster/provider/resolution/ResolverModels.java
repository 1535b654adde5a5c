package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.ProviderNames;
import dev.yardmaster.provider.resolution.Resolution.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the model of a session, and translates aliases for the provider that is used. Immutable. */
final class ResolverModels {
    private final ProviderNames names;
    private final Map<ProviderId, Map<String, String>> aliases = new HashMap<>();
    private final ListedModels listed;

    ResolverModels(ProviderNames names, Map<ProviderId, Map<String, String>> aliases, ListedModels listed) {
        this.names = names;
        this.listed = listed;
        for (AgentProvider provider : names.providers()) {
            Map<String, String> both = new HashMap<>(provider.modelAliases());
            both.putAll(aliases.getOrDefault(provider.id(), Map.of()));
            this.aliases.put(provider.id(), both);
        }
    }

    /** What a session uses. */
    record Target(ProviderId provider, String executable) {}

    /** The chosen model; empty for the CLI's own default. */
    record Chosen(Optional<String> model, List<Level> levels, List<String> notes) {}

    /** A level and its model. {@code owner} is the provider that the model belongs to; empty if that provider is unknown. */
    private record Named(String source, Optional<String> model, Optional<ProviderId> owner) {}

    /**
     * Chooses the first model that fits.
     *
     * @param target the provider and executable that are used; without them, no model is chosen
     * @param requestsProvider the provider that the request's model belongs to
     * @param agentsProvider the provider that the agent's model belongs to
     */
    Chosen choose(
            Preferences preferences,
            Optional<Target> target,
            Optional<ProviderId> requestsProvider,
            Optional<ProviderId> agentsProvider) {
        Optional<ProviderId> targetId = target.map(Target::provider);
        List<Named> named = List.of(
                new Named("request", preferences.request().model(), requestsProvider),
                new Named("agent", preferences.agent().model(), agentsProvider),
                new Named("project", targetId.flatMap(id -> modelOf(preferences.project(), id)), targetId),
                new Named("workspace", targetId.flatMap(id -> modelOf(preferences.workspace(), id)), targetId));
        return target.map(used -> choose(named, used))
                .orElseGet(() -> new Chosen(Optional.empty(), shown(named, 0), List.of()));
    }

    private Chosen choose(List<Named> named, Target target) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Optional<String> fitting = fitting(named.get(i), target, notes);
            if (fitting.isPresent()) {
                return new Chosen(fitting, shown(named, i + 1), notes);
            }
        }
        return new Chosen(Optional.empty(), shown(named, named.size() + 1), notes);
    }

    /** Returns a level's model as the target's CLI expects it; empty if the level names no model, or one of another provider. */
    private Optional<String> fitting(Named named, Target used, List<String> notes) {
        if (named.model().isEmpty()) {
            return Optional.empty();
        }
        String model = named.model().get();
        ProviderId target = used.provider();
        Optional<String> translated =
                Optional.ofNullable(aliases.getOrDefault(target, Map.of()).get(model));
        if (translated.isPresent()) {
            notes.add("The model '" + model + "' (" + named.source() + ") means '" + translated.get()
                    + "' for the provider '" + target + "'.");
            checkListed(used, model, translated.get(), notes);
            return translated;
        }
        if (isAlias(model)) {
            checkListed(used, model, model, notes);
            return named.model();
        }
        if (named.owner().equals(Optional.of(target))) {
            return named.model();
        }
        notes.add("The model '" + model + "' (" + named.source() + ") belongs to "
                + named.owner().map(owner -> "the provider '" + owner + "'").orElse("an unknown provider")
                + ", so it is not used for '" + target + "'.");
        return Optional.empty();
    }

    private void checkListed(Target used, String alias, String model, List<String> notes) {
        if (listed.lack(used.executable(), model)) {
            notes.add(ListedModels.warning(used.executable(), alias, model));
        }
    }

    /** Whether a name is an alias, which every provider accepts; see {@link AgentProvider#modelAliases()}. */
    private boolean isAlias(String model) {
        return names.providers().stream()
                .anyMatch(provider -> provider.modelAliases().containsKey(model));
    }

    private Optional<String> modelOf(Preferences.Defaults defaults, ProviderId provider) {
        return Optional.ofNullable(defaults.models().get(provider.value()))
                .or(() -> defaults.models().entrySet().stream()
                        .filter(entry -> names.find(entry.getKey())
                                .filter(found -> found.id().equals(provider))
                                .isPresent())
                        .min(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue));
    }

    /** Returns all five levels. {@code winner} is the number of the winning level, from 1; 0 if no level wins. */
    private static List<Level> shown(List<Named> named, int winner) {
        List<Level> levels = new ArrayList<>();
        for (Named model : named) {
            int level = levels.size() + 1;
            levels.add(new Level(level, model.source(), model.model(), level == winner));
        }
        levels.add(new Level(5, "provider's own default", Optional.empty(), winner == 5));
        return levels;
    }
}
