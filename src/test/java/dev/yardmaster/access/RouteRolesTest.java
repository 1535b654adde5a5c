package dev.yardmaster.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.docs.ApiRoutes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRolesTest {
    @Test
    void shouldNameTheRoleOfEveryRouteButTheLogin() {
        // Given
        Set<String> routes = ApiRoutes.all();

        // When
        Set<String> named = RouteRoles.all().stream()
                .map(route -> route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}"))
                .filter(route -> route.contains("/api/"))
                .collect(Collectors.toCollection(HashSet::new));
        named.add(RouteRoles.LOGIN.method() + " " + RouteRoles.LOGIN.path());
        named.add(RouteRoles.TRIGGER_WEBHOOK.method() + " "
                + RouteRoles.TRIGGER_WEBHOOK.path().replaceAll("\\{[^}]*}", "{}"));

        // Then
        assertThat(named).isEqualTo(routes);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/agents, VIEWER",
        "HEAD, /api/agents/, VIEWER",
        "PATCH, /api/agents/ann, OPERATOR",
        "PUT, /api/budgets/workspace, OPERATOR",
        "PUT, /api/budgets/agents/workspace, OPERATOR",
        "DELETE, /api/budgets/plans/launch, OPERATOR",
        "DELETE, /api/executables/mine, ADMIN",
        "GET, /q/metrics, VIEWER",
    })
    void shouldFindTheRoleOfAPath(String method, String path, AccessRole role) {
        // When
        Optional<AccessRole> found = RouteRoles.of(method, path);

        // Then
        assertThat(found).contains(role);
    }

    /** Only admins may send these, whatever a router makes of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/api",
                "/api/",
                "/api/tokens;a=b",
                "/api/%74okens",
                "/API/agents",
                "/api/agents/a/b",
                "*",
                "/q/dev-ui"
            })
    void shouldFindNoRoleOfOtherPaths(String path) {
        // When
        Optional<AccessRole> found = RouteRoles.of("GET", path);

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindNoRoleOfOtherMethods() {
        // When
        Optional<AccessRole> found = RouteRoles.of("PUT", "/api/agents");

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void shouldIncludeTheRightsOfLowerRoles() {
        // When
        boolean included = AccessRole.ADMIN.includes(AccessRole.OPERATOR)
                && AccessRole.OPERATOR.includes(AccessRole.VIEWER)
                && AccessRole.VIEWER.includes(AccessRole.VIEWER);

        // Then
        assertThat(included).isTrue();
        assertThat(AccessRole.VIEWER.includes(AccessRole.OPERATOR)).isFalse();
        assertThat(AccessRole.OPERATOR.includes(AccessRole.ADMIN)).isFalse();
    }
}
