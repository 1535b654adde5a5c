package dev.yardmaster.provider;

import dev.yardmaster.process.LaunchSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider without a CLI: its executables are always ready and offer no models. */
public record TestProvider(ProviderId id, String runtime, Map<String, String> modelAliases) implements AgentProvider {
    public static TestProvider of(String id, String runtime, Map<String, String> modelAliases) {
        return new TestProvider(new ProviderId(id), runtime, modelAliases);
    }

    /** Returns an executable of this provider. */
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
        return new Health(Health.State.READY, Optional.empty(), "Ready.");
    }

    @Override
    public List<Model> models(Executable executable) {
        return List.of();
    }
}
