package dev.yardmaster.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes that the resource classes define, from their annotations; a variable part is {@code {}}. */
public final class ApiRoutes {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** Routes without a resource class. */
    private static final Set<String> STREAMS =
            Set.of("GET /api/events", "GET /api/agents/{}/events", "GET /api/changes");

    private ApiRoutes() {}

    /** Each as its method and its path. */
    public static Set<String> all() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.yardmaster");
        Set<String> routes = new HashSet<>(STREAMS);
        classes.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(type -> type.getMethods().stream())
                .forEach(method -> routes.addAll(routes(method)));
        return routes;
    }

    private static Set<String> routes(JavaMethod method) {
        JavaClass owner = method.getOwner();
        String path = (path(owner) + path(method)).replaceAll("\\{[^}]*}", "{}");
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType().getSimpleName())
                .filter(METHODS::contains)
                .map(verb -> verb + " " + path)
                .collect(Collectors.toSet());
    }

    private static String path(HasAnnotations<?> annotated) {
        return annotated.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    }
}
