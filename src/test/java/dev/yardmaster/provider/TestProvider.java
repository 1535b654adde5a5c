package dev.yardmaster.provider;

import dev.yardmaster.process.LaunchSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A provider that exists in name only, and answers questions about its executables as a test tells it to. */
public record TestProvider(
        ProviderId id,
        String runtime,
        Map<String, String> modelAliases,
        Function<Executable, Health> health,
        Function<Executable, List<Model>> offer)
        implements AgentProvider {
    public static TestProvider of(String id, String runtime, Map<String, String> modelAliases) {
        return new TestProvider(
                new ProviderId(id),
                runtime,
                modelAliases,
                _ -> new Health(Health.State.READY, Optional.empty(), "Well."),
                _ -> List.of());
    }

    TestProvider health(Function<Executable, Health> answer) {
        return new TestProvider(id, runtime, modelAliases, answer, offer);
    }

    TestProvider offer(Function<Executable, List<Model>> answer) {
        return new TestProvider(id, runtime, modelAliases, health, answer);
    }

    /** An executable of it. */
    public Executable executable(String name) {
        return new Executable(name, id, "/opt/" + name, List.of(), Map.of());
    }

    @Override
    public String displayName() {
        return "The provider " + id;
    }

    @Override
    public String defaultProgram() {
        return id.value();
    }

    @Override
    public String installHint() {
        return "Install it.";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(List.of(LaunchMode.ONE_SHOT), false, false, List.of());
    }

    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of();
    }

    @Override
    public LaunchSpec launch(LaunchRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Health probe(Executable executable) {
        return health.apply(executable);
    }

    @Override
    public List<Model> models(Executable executable) {
        return offer.apply(executable);
    }
}
