package dev.yardmaster.server.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All properties of Yardmaster, and all environment variables that set no property: those of the service and its launcher, and those that
 * the service sets for its children. The generator of the configuration reference writes the list.
 */
final class KnownProperties {
    private static final String LIST = "known.properties";

    private static final String VARIABLE = "variable";

    private final List<KnownProperty> properties;
    private final Set<String> variables;

    private KnownProperties(List<KnownProperty> properties, Set<String> variables) {
        this.properties = properties;
        this.variables = variables;
    }

    static KnownProperties load() {
        Properties list = read();
        Map<Boolean, List<String>> names = list.stringPropertyNames().stream()
                .sorted()
                .collect(Collectors.partitioningBy(name -> list.getProperty(name).equals(VARIABLE)));
        return new KnownProperties(
                names.get(false).stream()
                        .map(name -> KnownProperty.of(name, list.getProperty(name)))
                        .toList(),
                Set.copyOf(names.get(true)));
    }

    private static Properties read() {
        var list = new Properties();
        try (InputStream resource = Objects.requireNonNull(KnownProperties.class.getResourceAsStream(LIST))) {
            list.load(resource);
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<KnownProperty> stream() {
        return properties.stream();
    }

    /** The property that a source of the configuration calls by this name. */
    Optional<KnownProperty> named(String name) {
        return properties.stream()
                .filter(property -> property.names().matcher(name).matches())
                .findFirst();
    }

    /** Whether an environment variable has an effect. */
    boolean hasVariable(String variable) {
        return variables.contains(variable)
                || properties.stream()
                .anyMatch(property -> property.variables().matcher(variable).matches());
    }

    /** The properties that a user may have meant by a name. */
    Stream<String> namesLike(String name) {
        return properties.stream().flatMap(property -> property.nameLike(name).stream());
    }

    /** The environment variables that a user may have meant by a name. */
    Stream<String> variablesLike(String name) {
        return Stream.concat(
                variables.stream(), properties.stream().flatMap(property -> property.variableLike(name).stream()));
    }
}
