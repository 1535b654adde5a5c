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

/** Chooses the model: which level names it, and what it is called at the provider that is used. Immutable. */
final class ResolverModels {
    private final ProviderNames names;
    private final Map<ProviderId, Map<String, String>> aliases = new HashMap<>();

    ResolverModels(ProviderNames names, Map<ProviderId, Map<String, String>> aliases) {
        this.names = names;
        for (AgentProvider provider : names.providers()) {
            Map<String, String> both = new HashMap<>(provider.modelAliases());
            both.putAll(aliases.getOrDefault(provider.id(), Map.of()));
            this.aliases.put(provider.id(), both);
        }
    }

    /** What was chosen; no model means the provider's own default. */
    record Chosen(Optional<String> model, List<Level> levels, List<String> notes) {}

    /** A model that a level names; {@code home} is the provider it is meant for, empty when there is none of that name. */
    private record Named(String source, Optional<String> model, Optional<ProviderId> home) {}

    /**
     * @param target the provider that is used; where there is none, nothing is chosen
     * @param requestsHome the provider that the request's model is meant for
     * @param agentsHome the provider that the agent's model is meant for
     */
    Chosen choose(
            Preferences wanted,
            Optional<AgentProvider> target,
            Optional<ProviderId> requestsHome,
            Optional<ProviderId> agentsHome) {
        Optional<ProviderId> used = target.map(AgentProvider::id);
        List<Named> named = List.of(
                new Named("request", wanted.request().model(), requestsHome),
                new Named("agent", wanted.agent().model(), agentsHome),
                new Named("project", used.flatMap(id -> modelOf(wanted.project(), id)), used),
                new Named("workspace", used.flatMap(id -> modelOf(wanted.workspace(), id)), used));
        return used.map(id -> choose(named, id))
                .orElseGet(() -> new Chosen(Optional.empty(), shown(named, 0), List.of()));
    }

    private Chosen choose(List<Named> named, ProviderId target) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Optional<String> fitting = fitting(named.get(i), target, notes);
            if (fitting.isPresent()) {
                return new Chosen(fitting, shown(named, i + 1), notes);
            }
        }
        return new Chosen(Optional.empty(), shown(named, named.size() + 1), notes);
    }

    /** What the target is told for a level's model; empty when it names none, or one that only another provider has. */
    private Optional<String> fitting(Named named, ProviderId target, List<String> notes) {
        if (named.model().isEmpty()) {
            return Optional.empty();
        }
        String model = named.model().get();
        Optional<String> translated =
                Optional.ofNullable(aliases.getOrDefault(target, Map.of()).get(model));
        if (translated.isPresent()) {
            notes.add("The model '" + model + "' (" + named.source() + ") is '" + translated.get()
                    + "' at the provider '" + target + "'.");
            return translated;
        }
        if (named.home().equals(Optional.of(target)) || isShortName(model)) {
            return named.model();
        }
        notes.add("The model '" + model + "' (" + named.source() + ") is meant for "
                + named.home().map(home -> "the provider '" + home + "'").orElse("a provider that there is not")
                + " and left out at '" + target + "'.");
        return Optional.empty();
    }

    /** Whether it is one of the names that all providers have a meaning for. */
    private boolean isShortName(String model) {
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

    /** All five levels; {@code winner} counts from 1, and 0 is none. */
    private static List<Level> shown(List<Named> named, int winner) {
        List<Level> levels = new ArrayList<>();
        for (Named each : named) {
            int level = levels.size() + 1;
            levels.add(new Level(level, each.source(), each.model(), level == winner));
        }
        levels.add(new Level(5, "provider's own default", Optional.empty(), winner == 5));
        return levels;
    }
}
