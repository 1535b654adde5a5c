package dev.yardmaster.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The methods of the paths in the OpenAPI document, which is read at the first use. For any thread. */
@Singleton
class ApiMethods {
    /** The document that Quarkus writes when the service is built. */
    private static final String DOCUMENT = "/META-INF/quarkus-generated-openapi-doc.JSON";

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private volatile @Nullable AllowedMethods methods;

    /** The methods of a path; empty if no route has this path. */
    Optional<Set<String>> of(String path) {
        AllowedMethods known = methods;
        if (known == null) {
            known = read();
            methods = known;
        }
        return known.of(path);
    }

    private static AllowedMethods read() {
        try (InputStream document = Objects.requireNonNull(
                ApiMethods.class.getResourceAsStream(DOCUMENT), "The service was built without its OpenAPI document")) {
            Map<String, Set<String>> methods = new HashMap<>();
            new ObjectMapper()
                    .readTree(document)
                    .path("paths")
                    .properties()
                    .forEach(path -> methods.put(path.getKey(), methods(path.getValue())));
            return new AllowedMethods(methods);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> methods(JsonNode path) {
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        path.fieldNames().forEachRemaining(name -> {
            if (METHODS.contains(name)) {
                methods.add(name.toUpperCase(Locale.ROOT));
            }
        });
        // A resource answers HEAD wherever it answers GET; a route that only streams does not.
        if (path.at("/get/responses/200/content").has("application/json")) {
            methods.add("HEAD");
        }
        return methods;
    }
}
