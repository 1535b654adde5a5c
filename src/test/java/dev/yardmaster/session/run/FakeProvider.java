package dev.yardmaster.session.run;

import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Capabilities;
import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.ProviderId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A provider whose CLI exists only in the test.
 *
 * @param connections opens the connection of a session
 * @param dialogues creates the dialogue of a session from its prompt
 */
public record FakeProvider(Supplier<Connection> connections, Function<Optional<String>, Dialogue> dialogues)
        implements AgentProvider {
    static final ProviderId ID = new ProviderId("fake");

    /** One whose sessions all have this connection. */
    static FakeProvider connecting(FakeConnection connection) {
        return new FakeProvider(() -> connection, FakeDialogue::new);
    }

    /** One whose CLI cannot be started. */
    public static FakeProvider failing(RuntimeException failure) {
        return new FakeProvider(
                () -> {
                    throw failure;
                },
                FakeDialogue::new);
    }

    static Executable executable() {
        return new Executable("fake", ID, "/opt/fake", List.of(), Map.of());
    }

    @Override
    public ProviderId id() {
        return ID;
    }

    @Override
    public String runtime() {
        return "fake";
    }

    @Override
    public String displayName() {
        return "Fake";
    }

    @Override
    public String defaultProgram() {
        return "fake";
    }

    @Override
    public String installHint() {
        return "Install it";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(List.of(LaunchMode.BIDIRECTIONAL), false, true, List.of());
    }

    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of();
    }

    @Override
    public Map<String, String> modelAliases() {
        return Map.of();
    }

    @Override
    public LaunchSpec launch(LaunchRequest request) {
        throw new UnsupportedOperationException("connect() starts nothing");
    }

    @Override
    public Connection connect(LaunchRequest request, LineListener lines) {
        return connections.get();
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return dialogues.apply(request.conversation().prompt());
    }

    @Override
    public Health probe(Executable executable) {
        return new Health(Health.State.READY, Optional.empty(), "It works.");
    }

    @Override
    public List<Model> models(Executable executable) {
        return List.of();
    }
}
