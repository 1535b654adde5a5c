package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.command.ApiCommand;
import dev.yardmaster.command.Argument.Place;
import dev.yardmaster.command.CommandTree;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arguments of the commands against the OpenAPI document of the service. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class CommandArgumentsTest {
    @RegisterExtension
    final CommandLineFixture fixture = new CommandLineFixture();

    /** Parameters of pages, which the commands set themselves. */
    private static final Set<String> OF_PAGES = Set.of("after", "limit");

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<ApiCommand> commands() {
        return CommandTree.GROUPS.stream()
                .flatMap(group -> group.commands().stream())
                .filter(command -> !command.isShortcut());
    }

    /** The document has a description of each parameter and of each field of a body, so nothing of a route is missing from its command. */
    @ParameterizedTest
    @MethodSource("commands")
    void shouldHaveAnArgumentForEachParameterAndFieldOfItsRoute(ApiCommand command) throws Exception {
        // Given
        JsonNode document =
                JSON.readTree(fixture.api().get("/q/openapi?format=json").body());
        String[] route = command.route().split(" ");
        JsonNode operation = document.path("paths").path(route[1]).path(route[0].toLowerCase(Locale.ROOT));
        Set<String> parameters = StreamSupport.stream(
                        operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .filter(parameter -> !OF_PAGES.contains(parameter))
                .collect(Collectors.toCollection(TreeSet::new));
        String schema = operation.at("/requestBody/content").findPath("$ref").asText();
        Set<String> fields = new TreeSet<>();
        document.at(schema.replace("#", "") + "/properties").fieldNames().forEachRemaining(fields::add);

        // When
        Set<String> query = fields(command, Place.QUERY);
        Set<String> body = fields(command, Place.BODY);

        // Then
        assertThat(query).isEqualTo(parameters);
        assertThat(body).isEqualTo(fields);
    }

    private static Set<String> fields(ApiCommand command, Place place) {
        return command.arguments().stream()
                .filter(argument -> argument.place() == place)
                .flatMap(argument ->
                        argument.field().isEmpty() ? CommandTree.SETTINGS.stream() : Stream.of(argument.field()))
                .filter(field -> place == Place.BODY || !OF_PAGES.contains(field))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
