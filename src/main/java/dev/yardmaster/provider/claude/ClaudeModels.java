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
 * Asks a Claude Code for its models: the answer to the {@code initialize} request of its bidirectional mode names them, signed in or not,
 * without a request to the API. At the end of its input it answers first and ends then (seen with 2.1.329).
 */
final class ClaudeModels {
    private static final String INITIALIZE =
            "{\"type\":\"control_request\",\"request_id\":\"models\",\"request\":{\"subtype\":\"initialize\"}}";

    /** What it takes for its own choice. */
    private static final String DEFAULT = "default";

    private final OutOfSessionCommand enquiry;

    ClaudeModels(OutOfSessionCommand enquiry) {
        this.enquiry = enquiry;
    }

    /** @throws YardmasterException {@link ErrorCode#PROVIDER_UNAVAILABLE} when it does not tell */
    List<Model> list() {
        List<Model> models = answer().lines()
                .flatMap(ClaudeModels::offered)
                .map(ClaudeModels::model)
                .toList();
        if (models.isEmpty()) {
            throw unavailable("It named none; check that it is an up-to-date Claude Code.");
        }
        return models;
    }

    /** Without the user's servers and commands, which only take time here. */
    private String answer() {
        try {
            return enquiry.ask(
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
            throw unavailable(e.detail());
        }
    }

    private static Stream<JsonNode> offered(String line) {
        try {
            return Json.MAPPER.readTree(line).at("/response/response/models").valueStream();
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private static Model model(JsonNode offered) {
        String id = offered.path("value").asText();
        return new Model(id, Json.text(offered.path("displayName")), id.equals(DEFAULT));
    }

    private YardmasterException unavailable(String why) {
        return new YardmasterException(
                ErrorCode.PROVIDER_UNAVAILABLE,
                "The executable '" + enquiry.executable().name() + "' can't list its models. " + why);
    }
}
