package dev.yardmaster.server.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All properties of Yardmaster, and all environment variables that set no property: those of the service and its launcher, and those that
 * the service sets for its children. The generator of the configuration reference writes the list.
 */
final class KnownProperties {
    private static final String LIST = "known.properties";
    /** The type of an environment variable that sets no property. */
    private static final String VARIABLE = "variable";

    private final List<KnownProperty> properties;
    private final Set<String> variables;

    private KnownProperties(List<KnownProperty> properties, Set<String> variables) {
        this.properties = properties;
        this.variables = variables;
    }

    static KnownProperties load() {
        List<KnownProperty> properties = new ArrayList<>();
        Set<String> variables = new HashSet<>();
        read().forEach((name, type) -> {
            if (type.equals(VARIABLE)) {
                variables.add(name);
            } else {
                properties.add(KnownProperty.of(name, type));
            }
        });
        return new KnownProperties(List.copyOf(properties), Set.copyOf(variables));
    }

    /** The type of each name. */
    private static SortedMap<String, String> read() {
        var list = new Properties();
        try (InputStream resource = Objects.requireNonNull(KnownProperties.class.getResourceAsStream(LIST))) {
            list.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SortedMap<String, String> types = new TreeMap<>();
        list.forEach((name, type) -> types.put(name.toString(), type.toString()));
        return types;
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
                        .anyMatch(property ->
                                property.variables().matcher(variable).matches());
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
