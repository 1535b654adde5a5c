package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoleMappingTest {
    static List<Arguments> claims() {
        return List.of(
                Arguments.of("groups", Map.of("groups", List.of("guests")), "VIEWER"),
                Arguments.of("groups", Map.of("groups", List.of("guests", "other", "admins", "operators")), "ADMIN"),
                Arguments.of("groups", Map.of("groups", "operators"), "OPERATOR"),
                Arguments.of("groups", Map.of("groups", "guests admins"), ""),
                Arguments.of("groups", Map.of("groups", List.of("Admins", 5)), ""),
                Arguments.of("groups", Map.of("groups", Map.of("admins", true)), ""),
                Arguments.of("groups", Map.of(), ""),
                Arguments.of("scope", Map.of("scope", "openid operators"), "OPERATOR"),
                Arguments.of("realm_access.roles", Map.of("realm_access", Map.of("roles", List.of("admins"))), "ADMIN"),
                Arguments.of("realm_access.roles", Map.of("realm_access", "admins"), ""),
                Arguments.of(
                        "https://id.example/roles", Map.of("https://id.example/roles", List.of("admins")), "ADMIN"),
                Arguments.of(
                        "resource_access.crew.example.roles",
                        Map.of("resource_access", Map.of("crew.example", Map.of("roles", List.of("guests")))),
                        "VIEWER"));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void shouldFindTheHighestRole(String claim, Map<String, Object> claims, String expected) {
        // Given
        RoleMapping mapping = RoleMapping.of(TestConfig.with("role-claim", claim));

        // When
        Optional<AccessRole> role = mapping.role(claims);

        // Then
        assertThat(role.map(AccessRole::name).orElse("")).isEqualTo(expected);
    }

    @Test
    void shouldNameTheClaimAndAllValuesThatStandForARole() {
        // Given
        RoleMapping mapping = RoleMapping.of(TestConfig.with());

        // When
        String explanation = mapping.explanation();

        // Then
        assertThat(explanation)
                .contains("claim 'groups'")
                .endsWith("guests, viewers (viewer); operators (operator); admins (admin)");
    }
}
