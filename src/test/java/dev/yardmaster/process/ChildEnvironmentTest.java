package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChildEnvironmentTest {
    private static final List<String> PATTERNS = List.of("ANTHROPIC_*", "IS_SANDBOX", "P*", "Y*", "QUARKUS_*", "q*");

    @ParameterizedTest
    @CsvSource({
        "HOME, true",
        "PATH, true",
        "USER, true",
        "LOGNAME, true",
        "SHELL, true",
        "LANG, true",
        "TMPDIR, true",
        "HTTP_PROXY, true",
        "https_proxy, true",
        "no_proxy, true",
        "ALL_PROXY, true",
        "SSL_CERT_FILE, true",
        "NODE_EXTRA_CA_CERTS, true",
        "GIT_SSL_CAINFO, true",
        "ANTHROPIC_API_KEY, true",
        "ANTHROPIC_, true",
        "IS_SANDBOX, true",
        "PYTHONPATH, true",
        "IS_SANDBOXED, false",
        "anthropic_api_key, false",
        "XANTHROPIC_API_KEY, false",
        "OPENAI_API_KEY, false",
        "LD_PRELOAD, false",
        "JAVA_TOOL_OPTIONS, false",
        "LC_CTYPE, false",
        "home, false",
        "YARDMASTER_DATABASE_URL, false",
        "YARDMASTER_INSTANCE, false",
        "QUARKUS_DATASOURCE_PASSWORD, false",
        "quarkus.datasource.password, false",
        "PGPASSWORD, false",
        "PGHOST, false",
    })
    void shouldPassAllowedVariablesOnly(String name, boolean passes) {
        // Given
        ChildEnvironment environment =
                ChildEnvironment.from(Map.of(name, "value")).passing(PATTERNS);

        // When
        Map<String, String> child = environment.toMap();

        // Then
        assertThat(child.containsKey(name)).isEqualTo(passes);
    }

    @Test
    void shouldPassNoVariablesOfAProviderByDefault() {
        // Given
        Map<String, String> service = Map.of("ANTHROPIC_API_KEY", "k", "HOME", "/home/me");

        // When
        Map<String, String> child = ChildEnvironment.from(service).toMap();

        // Then
        assertThat(child).isEqualTo(Map.of("HOME", "/home/me", "TZ", "UTC", "LC_ALL", "C.UTF-8"));
    }

    @Test
    void shouldPreferVariablesThatWereAddedLater() {
        // Given
        Map<String, String> service = Map.of("HOME", "service", "PATH", "service", "TZ", "Europe/Berlin");

        // When
        Map<String, String> child = ChildEnvironment.from(service)
                .with(Map.of("HOME", "executable", "YARDMASTER_SESSION", "executable", "LC_ALL", "de_DE"))
                .with(Map.of("YARDMASTER_SESSION", "identity"))
                .toMap();

        // Then
        assertThat(child)
                .isEqualTo(Map.of(
                        "PATH", "service",
                        "HOME", "executable",
                        "YARDMASTER_SESSION", "identity",
                        "TZ", "UTC",
                        "LC_ALL", "C.UTF-8"));
    }

    @Test
    void shouldAllowDatabaseVariablesThatWereAdded() {
        // Given
        Map<String, String> service = Map.of("PGPASSWORD", "of the service");

        // When
        Map<String, String> child = ChildEnvironment.from(service)
                .with(Map.of("PGPASSWORD", "of the project"))
                .toMap();

        // Then
        assertThat(child).containsEntry("PGPASSWORD", "of the project");
    }

    @Test
    void shouldSortVariablesByName() {
        // Given
        ChildEnvironment environment =
                ChildEnvironment.from(Map.of("USER", "u", "HOME", "h")).with(Map.of("B", "b", "A", "a"));

        // When
        Map<String, String> child = environment.toMap();

        // Then
        assertThat(child.keySet()).containsExactlyElementsOf(new TreeMap<>(child).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*_KEY", "A*B", "A**"})
    void shouldRefuseAPatternThatIsNotAPrefix(String pattern) {
        // Given
        ChildEnvironment environment = ChildEnvironment.from(Map.of());

        // When
        var refused = assertThatThrownBy(() -> environment.passing(List.of(pattern)));

        // Then
        refused.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + pattern + "'");
    }
}
