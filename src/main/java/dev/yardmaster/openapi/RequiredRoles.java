package dev.yardmaster.openapi;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.RouteRoles;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

/** The role that each operation requires, as a sentence for people and as a field for programs. */
final class RequiredRoles {
    private static final String EXTENSION = "x-required-role";

    private RequiredRoles() {}

    static void addTo(OpenAPI document) {
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> describe(path, method, operation)));
    }

    private static void describe(String path, HttpMethod method, Operation operation) {
        var route = new RouteRoles.RouteWithoutRole(method.name(), path);
        if (RouteRoles.LOGIN.equals(route) || RouteRoles.TRIGGER_WEBHOOK.equals(route)) {
            operation.setSecurity(List.of());
        }
        RouteRoles.of(method.name(), path).map(AccessRole::value).ifPresent(role -> {
            String before = Objects.requireNonNullElse(operation.getDescription(), "");
            operation.description((before + " Requires the role " + role + ".").strip());
            operation.addExtension(EXTENSION, role);
        });
    }
}
