package dev.yardmaster.provider.fourth;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.ProgramLookup;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Capabilities;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Probe;
import dev.yardmaster.provider.ProviderId;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A CLI that reads a line and answers with lines, each with a keyword and a text. Immutable. */
@Singleton
final class FourthProvider implements AgentProvider {
    private static final Pattern VERSION = Pattern.compile("fourth (\\d+\\.\\d+)");

    @Override
    public ProviderId id() {
        return new ProviderId("fourth");
    }

    @Override
    public String runtime() {
        return "quartus";
    }

    @Override
    public String displayName() {
        return "Fourth";
    }

    @Override
    public String defaultProgram() {
        return "fourth";
    }

    @Override
    public String installHint() {
        return "Copy the script from FourthProviderTest.";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(List.of(LaunchMode.BIDIRECTIONAL), false, false, List.of());
    }

    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of("fourth-lines", LaunchMode.BIDIRECTIONAL);
    }

    @Override
    public Map<String, String> modelAliases() {
        return Map.of();
    }

    @Override
    public LaunchSpec launch(LaunchRequest request) {
        Map<String, String> environment =
                environment(request.executable()).with(request.identity()).toMap();
        return new LaunchSpec(
                command(request.executable(), "talk"), environment, request.directory(), LaunchSpec.Input.OPEN);
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return new FourthDialogue(request);
    }

    @Override
    public Health probe(Executable executable) {
        return Probe.version(
                query(executable, "--version"),
                VERSION,
                installHint(),
                version -> new Health(Health.State.READY, Optional.of(version), "Fourth " + version + " is ready."));
    }

    @Override
    public List<Model> models(Executable executable) {
        LaunchSpec command = query(executable, "--models");
        if (ProgramLookup.find(executable.path(), command.environment()).isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    "The program " + executable.path() + " is not installed. " + installHint());
        }
        return List.of();
    }

    private static LaunchSpec query(Executable executable, String option) {
        return new LaunchSpec(
                command(executable, option), environment(executable).toMap(), Path.of("/"), LaunchSpec.Input.EMPTY);
    }

    private static List<String> command(Executable executable, String last) {
        List<String> command = new ArrayList<>(List.of(executable.path()));
        command.addAll(executable.arguments());
        command.add(last);
        return command;
    }

    private static ChildEnvironment environment(Executable executable) {
        return ChildEnvironment.from(System.getenv()).with(executable.environment());
    }
}
