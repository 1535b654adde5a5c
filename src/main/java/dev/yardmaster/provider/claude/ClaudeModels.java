package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Model;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the models of a Claude Code executable. The response to the {@code initialize} request of the bidirectional mode names them,
 * without a login and without a request to the API. When its input ends, Claude Code answers first and then exits (seen with 2.1.329).
 */
final class ClaudeModels {
    private static final String INITIALIZE =
            "{\"type\":\"control_request\",\"request_id\":\"models\",\"request\":{\"subtype\":\"initialize\"}}";

    /** The entry that stands for Claude Code's own choice. */
    private static final String DEFAULT = "default";

    private final OutOfSessionCommand command;

    ClaudeModels(OutOfSessionCommand command) {
        this.command = command;
    }

    /**
     * @throws YardmasterException {@link ErrorCode#COMMAND_TIMED_OUT} if Claude Code does not answer in time, and
     *     {@link ErrorCode#PROVIDER_UNAVAILABLE} if it fails or lists no model
     */
    List<Model> list() {
        List<Model> models = initializeResponse()
                .lines()
                .flatMap(ClaudeModels::listedModels)
                .map(ClaudeModels::model)
                .toList();
        if (models.isEmpty()) {
            throw unavailable("It listed no models. Check that it is an up-to-date Claude Code.");
        }
        return models;
    }

    /** Turns off the user's MCP servers and commands, which would only take time. */
    private String initializeResponse() {
        try {
            return command.run(
                            List.of(INITIALIZE),
                            "-p",
                            "--input-format",
                            "stream-json",
                            "--output-format",
                            "stream-json",
                            "--verbose",
                            "--strict-mcp-config",
                            "--disable-slash-commands")
                    .stdout();
        } catch (YardmasterException e) {
            throw e.code() == ErrorCode.COMMAND_TIMED_OUT ? e : unavailable(e.detail());
        }
    }

    private static Stream<JsonNode> listedModels(String line) {
        try {
            return Json.MAPPER.readTree(line).at("/response/response/models").valueStream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private static Model model(JsonNode listed) {
        String id = listed.path("value").asText();
        return new Model(
                id, Json.text(listed.path("displayName")), id.equals(DEFAULT), Json.text(listed.path("resolvedModel")));
    }

    private YardmasterException unavailable(String why) {
        return new YardmasterException(
                ErrorCode.PROVIDER_UNAVAILABLE,
                "The executable '" + command.executable().name() + "' can't list its models. " + why);
    }
}
