package dev.yardmaster.server.configuration;

import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds unknown names and wrong values in the configuration, and an address that the service can't listen on. It takes some milliseconds
 * and changes nothing, so it can run before everything else.
 */
public final class ConfigurationCheck {
    private static final String PREFIX = "yardmaster.";
    /** A property with another prefix is a mistake only if it differs so little from a known one. */
    private static final int TYPING_ERROR = 2;

    private final KnownProperties known = KnownProperties.load();
    private final Map<String, String> environment;
    private final Path directory;

    /**
     * @param environment the environment variables of the service
     * @param directory its working directory
     */
    public ConfigurationCheck(Map<String, String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /** Throws {@link InvalidConfiguration} if there are mistakes. */
    public void run() {
        List<String> mistakes = mistakes();
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
    }

    /** One line for each mistake. */
    private List<String> mistakes() {
        var sources = new Sources(environment, directory);
        return Stream.of(
                        new EnvironmentCheck(known).mistakes(environment),
                        sources.names().flatMap(name -> unknown(name, sources).stream()),
                        values(sources).flatMap(name -> wrong(name, sources).stream()),
                        new ListenAddress(sources).mistake().stream())
                .flatMap(mistakes -> mistakes)
                .toList();
    }

    private Optional<String> unknown(String name, Sources sources) {
        if (known.named(name).isPresent()) {
            return Optional.empty();
        }
        return Spelling.nearest(name, known.namesLike(name))
                .filter(nearest -> name.startsWith(PREFIX) || Spelling.distance(name, nearest) <= TYPING_ERROR)
                .map(nearest -> "Unknown property " + name + " in " + sources.place(name)
                        + ". The nearest known one is " + nearest + ". Correct the name, or remove the property.");
    }

    /** The names of all properties that can have a value. */
    private Stream<String> values(Sources sources) {
        return Stream.concat(
                        known.stream().filter(KnownProperty::isFixed).map(KnownProperty::name), sources.names())
                .distinct();
    }

    private Optional<String> wrong(String name, Sources sources) {
        return known.named(name)
                .map(KnownProperty::type)
                .flatMap(type -> sources.value(name).flatMap(value -> requirement(type, value).map(requirement -> "The value '" + value.getRawValue() + "' of " + name + " in " + sources.place(value) + " is wrong. " + requirement)));
    }

    private static Optional<String> requirement(ValueType type, ConfigValue value) {
        if (value.hasProblems()) {
            return Optional.of("It uses a property or an environment variable that is not set. Set it, or add a default: ${NAME:default}.");
        }
        return type.accepts(value.getValue()) ? Optional.empty() : Optional.of("It must be " + type.requirement() + ".");
    }
}
