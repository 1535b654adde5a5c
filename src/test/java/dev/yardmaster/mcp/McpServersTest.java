package dev.yardmaster.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpServersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "my.server", "my-server_2", "@scope/server:x", "-x", "1", "Zz"})
    void shouldAcceptNamesThatEveryCliAccepts(String name) {
        // When / Then
        assertThatCode(() -> McpServers.check(List.of(named(name)))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "my server", "é", "a\nb", "a\0b", "a\"b", "a\ud800"})
    void shouldRefuseOtherNames(String name) {
        // When / Then
        assertRefused(List.of(named(name)), "needs another name: 1 to 64 letters, digits and characters of '_-.:/@'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yardmaster", "Yardmaster"})
    void shouldRefuseTheNameOfTheServiceItself(String name) {
        // When / Then
        assertRefused(
                List.of(named(name)),
                "needs another name, because the server with Yardmaster's own tools has this one");
    }

    @Test
    void shouldRefuseANameThatIsTooLongAndShowItsBeginning() {
        // When / Then
        assertThatCode(() -> McpServers.check(List.of(named("n".repeat(64))))).doesNotThrowAnyException();
        assertRefused(List.of(named("n".repeat(65))), "'" + "n".repeat(64) + "…' needs another name");
    }

    @ParameterizedTest
    @CsvSource({"a, a", "my.server, my_server", "a/b, a:b", "a.b, a@b"})
    void shouldRefuseNamesThatCollideInTheNamesOfTools(String one, String other) {
        // When / Then
        assertRefused(
                List.of(named(one), named(other)),
                "The MCP server '" + other + "' can't be distinguished from the MCP server '" + one + "'");
    }

    @ParameterizedTest
    @CsvSource({"a, A", "a-b, a_b", "a, b"})
    void shouldAcceptNamesThatClisDistinguish(String one, String other) {
        // When / Then
        assertThatCode(() -> McpServers.check(List.of(named(one), named(other))))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(stdio("", List.of(), Map.of()), "has no command. Set it"),
                Arguments.of(stdio(" \t", List.of(), Map.of()), "has no command. Set it"),
                Arguments.of(stdio("x\0", List.of(), Map.of()), "NUL character in its command"),
                Arguments.of(stdio("x", List.of("a", "b\0"), Map.of()), "NUL character in its arguments"),
                Arguments.of(stdio("x", List.of(), Map.of("K", "v\0")), "NUL character in its environment"),
                Arguments.of(stdio("x", List.of(), Map.of("K\0", "v")), "variable 'K?'"),
                Arguments.of(stdio("x", List.of(), Map.of("", "v")), "variable ''"),
                Arguments.of(stdio("x", List.of(), Map.of("A=B", "v")), "variable 'A=B'"),
                Arguments.of(http("ftp://example.org/", Map.of()), "needs a URL"),
                Arguments.of(http("file:///etc/passwd", Map.of()), "needs a URL"),
                Arguments.of(http("example.org/mcp", Map.of()), "needs a URL"),
                Arguments.of(http("http:/mcp", Map.of()), "needs a URL"),
                Arguments.of(
                        http("https://h/?key=${KEY}", Map.of()),
                        "needs a URL without variables, because Yardmaster does not replace '${KEY}'. Write the value"),
                Arguments.of(http("https://h/{env:KEY}", Map.of()), "does not replace '{env:KEY}'"),
                Arguments.of(http("https://h/a|b", Map.of()), "needs a URL without the character '|' at position 12"),
                Arguments.of(http("https://h/ä b", Map.of()), "needs a URL without a space or a control character"),
                Arguments.of(http("https://", Map.of()), "needs a URL with a host"),
                Arguments.of(http("http://a b/", Map.of()), "needs a URL"),
                Arguments.of(http("http://a/\0", Map.of()), "needs a URL"),
                Arguments.of(http("", Map.of()), "needs a URL"),
                Arguments.of(http("http://a/", Map.of("", "v")), "header ''"),
                Arguments.of(http("http://a/", Map.of("X Y", "v")), "header 'X Y'"),
                Arguments.of(http("http://a/", Map.of("X-A", "v\r\nX-B: w")), "line end, in its header X-A"),
                Arguments.of(http("http://a/", Map.of("X-A", "v\0")), "header X-A"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void shouldRefuseServersThatACliCanNotUse(McpServer server, String detail) {
        // When / Then
        assertRefused(List.of(named("good"), server), detail);
    }

    @Test
    void shouldAcceptUnusualButValidServers() {
        // Given
        List<McpServer> servers = List.of(
                stdio("/opt/my server", List.of("", "a\nb", "é\u007f"), Map.of("A.B", "", "X", "\"")),
                new McpServer.Http("b", "HTTPS://user@my_host:8080/mcp?x=%20", Map.of("Authorization", "Bearer a\tb")));

        // When / Then
        assertThatCode(() -> McpServers.check(servers)).doesNotThrowAnyException();
    }

    @Test
    void shouldPreferTheServersOfTheAgent() {
        // Given
        McpServer ofProject = http("http://project/", Map.of());
        McpServer ofAgent = http("http://agent/", Map.of());

        // When
        List<McpServer> merged =
                McpServers.merge(List.of(named("a"), ofProject, named("c")), List.of(named("d"), ofAgent));

        // Then
        assertThat(merged).containsExactly(named("a"), ofAgent, named("c"), named("d"));
    }

    private static McpServer named(String name) {
        return new McpServer.Stdio(name, "x", List.of(), Map.of());
    }

    private static McpServer stdio(String command, List<String> arguments, Map<String, String> environment) {
        return new McpServer.Stdio("s", command, arguments, environment);
    }

    private static McpServer http(String url, Map<String, String> headers) {
        return new McpServer.Http("s", url, headers);
    }

    private static void assertRefused(List<McpServer> servers, String detail) {
        assertThatThrownBy(() -> McpServers.check(servers)).isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.detail()).contains(detail).doesNotContainPattern("\\p{Cntrl}");
        });
    }
}
