package dev.yardmaster.problem;

import dev.yardmaster.problem.YardmasterException.FieldError;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The query parameters of one route.
 *
 * @param types the Java type of each parameter, by name
 */
public record QueryParameters(SortedMap<String, Class<?>> types) {
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    public QueryParameters {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }

    /** The parameters of a route that is no resource method. */
    public static QueryParameters of(Map<String, Class<?>> types) {
        return new QueryParameters(new TreeMap<>(types));
    }

    /** The parameters that a resource method reads, itself or in a {@link BeanParam} record. */
    static QueryParameters of(Method resource) {
        SortedMap<String, Class<?>> types = new TreeMap<>();
        Arrays.stream(resource.getParameters()).forEach(parameter -> {
            add(types, parameter, parameter.getType());
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Arrays.stream(parameter.getType().getDeclaredFields())
                        .forEach(field -> add(types, field, field.getType()));
            }
        });
        return new QueryParameters(types);
    }

    private static void add(SortedMap<String, Class<?>> types, AnnotatedElement element, Class<?> type) {
        Optional.ofNullable(element.getAnnotation(QueryParam.class))
                .ifPresent(parameter -> types.put(parameter.value(), type));
    }

    /** As {@link #check(Map)}, for a plain Vert.x route. */
    public void check(MultiMap query) {
        check(query.names().stream().collect(Collectors.toMap(name -> name, query::getAll)));
    }

    /** Throws {@code invalid_request} for unknown and repeated parameters, and for values that would be ignored. */
    void check(Map<String, List<String>> query) {
        List<FieldError> errors = new ArrayList<>();
        query.forEach(
                (name, values) -> mistake(name, values).ifPresent(what -> errors.add(new FieldError(name, what))));
        if (!errors.isEmpty()) {
            throw ViolationProblems.invalid(errors);
        }
    }

    private Optional<String> mistake(String name, List<String> values) {
        Class<?> type = types.get(name);
        if (type == null) {
            return Optional.of("is not a query parameter of this route; " + known());
        }
        if (values.size() > 1 && !Collection.class.isAssignableFrom(type)) {
            return Optional.of("occurs " + values.size() + " times; give it once");
        }
        if (type == boolean.class && !BOOLEANS.contains(values.getFirst())) {
            return Optional.of("must be true or false, not '" + values.getFirst() + "'");
        }
        boolean needsValue = type == int.class || type == Optional.class;
        return needsValue && values.getFirst().isBlank()
                ? Optional.of("has no value; give one, or leave the parameter out")
                : Optional.empty();
    }

    private String known() {
        return types.isEmpty() ? "it has none" : "known ones are " + String.join(", ", types.keySet());
    }
}
