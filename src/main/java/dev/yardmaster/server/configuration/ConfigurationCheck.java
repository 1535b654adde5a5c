package dev.yardmaster.server.configuration;

import dev.yardmaster.openid.OpenIdConfigCheck;
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

    private List<String> mistakes() {
        return Stream.concat(namesAndValues().stream(), address().stream()).toList();
    }

    /** One line for each unknown name and each wrong value. Throws {@link InvalidConfiguration} if the file can't be read. */
    public List<String> namesAndValues() {
        var sources = new Sources(environment, directory);
        List<String> mistakes = Stream.of(
                        new EnvironmentCheck(known).mistakes(environment),
                        sources.names().flatMap(name -> unknown(name, sources).stream()),
                        values(sources).flatMap(name -> wrong(name, sources).stream()))
                .flatMap(lines -> lines)
                .toList();
        // The values have to have the right types before their combination can be checked.
        return mistakes.isEmpty() ? OpenIdConfigCheck.mistakes(sources.all()) : mistakes;
    }

    /** Why the service can't listen on its address. Throws {@link InvalidConfiguration} if the file can't be read. */
    public Optional<String> address() {
        return new ListenAddress(new Sources(environment, directory)).mistake();
    }

    /** The value of a property. Throws {@link InvalidConfiguration} if the file can't be read. */
    public Optional<String> value(String name) {
        return new Sources(environment, directory).value(name).map(ConfigValue::getValue);
    }

    private Optional<String> unknown(String name, Sources sources) {
        if (known.named(name).isPresent()) {
            return Optional.empty();
        }
        return Spelling.meant(name, PREFIX, known.namesLike(name))
                .map(meant -> "Unknown property " + name + " in " + sources.place(name) + ". The nearest known one is "
                        + meant + ". Correct the name, or remove the property.");
    }

    /** The names of all properties that can have a value. */
    private Stream<String> values(Sources sources) {
        return Stream.concat(known.stream().filter(KnownProperty::isFixed).map(KnownProperty::name), sources.names())
                .distinct();
    }

    private Optional<String> wrong(String name, Sources sources) {
        Optional<ValueType> type = known.named(name).map(KnownProperty::type);
        Optional<ConfigValue> value = sources.value(name);
        return type.flatMap(it -> value.flatMap(in -> requirement(it, in)))
                .map(requirement -> "The value '" + value.orElseThrow().getRawValue() + "' of " + name + " in "
                        + sources.place(value.orElseThrow()) + " is wrong. " + requirement);
    }

    private static Optional<String> requirement(ValueType type, ConfigValue value) {
        if (value.hasProblems()) {
            return Optional.of(
                    "It uses a property or an environment variable that is not set. Set it, or add a default:"
                            + " ${NAME:default}.");
        }
        return type.accepts(value.getValue())
                ? Optional.empty()
                : Optional.of("It must be " + type.requirement() + ".");
    }
}
