package dev.yardmaster.dispatch.planning;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.TestProvider;
import dev.yardmaster.provider.resolution.Resolver;
import java.util.List;
import java.util.Map;

/** The providers, executables and models of planner tests and simulated fleets. */
public final class ProviderCatalogue {
    private static final Map<String, Map<String, String>> MODELS = Map.of(
            "claude-code", Map.of("opus", "claude-opus-4-5", "sonnet", "claude-sonnet-4-5"),
            "codex", Map.of("opus", "gpt-5.4", "sonnet", "gpt-5.3-codex"),
            "opencode", Map.of("opus", "anthropic/claude-opus-4-5", "sonnet", "anthropic/claude-sonnet-4-5"));

    public static final List<String> PROVIDERS = List.of("claude-code", "codex", "opencode");
    public static final List<String> EXECUTABLES = List.of("claude-code", "claude-2", "codex", "codex-2", "opencode");
    public static final List<String> MODEL_NAMES = List.of("opus", "sonnet");

    /** Parts of model names that providers limit separately. */
    public static final List<String> MODEL_SCOPES = List.of("opus", "sonnet", "gpt-5.4");

    public static final Resolver RESOLVER = resolver();

    private ProviderCatalogue() {}

    public static String providerOf(String executable) {
        return PROVIDERS.contains(executable) ? executable : executable.startsWith("claude") ? "claude-code" : "codex";
    }

    /** The model name that a provider's CLI receives for an alias. */
    public static String modelName(String provider, String alias) {
        return MODELS.get(provider).getOrDefault(alias, alias);
    }

    private static Resolver resolver() {
        List<TestProvider> providers = PROVIDERS.stream()
                .map(id -> TestProvider.of(id, id.replace("-code", ""), MODELS.get(id)))
                .toList();
        List<Executable> executables = EXECUTABLES.stream()
                .map(name ->
                        new Executable(name, new ProviderId(providerOf(name)), "/opt/" + name, List.of(), Map.of()))
                .toList();
        return new Resolver(
                providers, executables, Map.of(), providers.getFirst().id(), (_, _) -> false);
    }
}
