package dev.yardmaster.testkit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.testkit.llm.ToolCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The real OpenCode. Its only provider is {@code mock}, with the single and default model {@code mock/mock-ok}, if a test does not name more
 * providers. A million input tokens of a model cost 10 dollars, a million output tokens 20 dollars, and a million cached tokens 1 dollar.
 */
public record RealOpenCode(Path binary) implements RealCli {
    private static final String MOCK = "mock";
    private static final String MODEL = "mock-ok";
    private static final String PROVIDER = """
            {"npm":"@ai-sdk/openai-compatible","name":"Mock",
             "options":{"baseURL":"%s/v1","apiKey":"dummy"},
             "models":{"mock-ok":{"name":"Mock","limit":{"context":200000,"output":32000},"tool_call":true,"reasoning":true,
              "cost":{"input":10,"output":20,"cache_read":1}}}}
            """;

    /** The model that a provider of OpenCode's configuration has. */
    public static String model(String provider) {
        return provider + "/" + MODEL;
    }

    /** A call of OpenCode's tool that writes a file, by its absolute path. */
    public static ToolCall write(Path file, String content) {
        return new ToolCall("write", object().put("filePath", file.toString()).put("content", content));
    }

    /** A call of OpenCode's tool that runs a shell command. */
    public static ToolCall bash(String command) {
        return new ToolCall("bash", object().put("command", command).put("description", "run a command"));
    }

    /** A call of OpenCode's tool that gives a prompt to a sub-agent. */
    public static ToolCall task(String prompt) {
        return new ToolCall(
                "task",
                object().put("description", "do a part").put("prompt", prompt).put("subagent_type", "general"));
    }

    /** The provider is declared in a file, so that tests also check that OpenCode merges it with the configuration of the service. */
    @Override
    public Map<String, String> environment(Path home, String baseUrl) {
        return environment(home, Map.of(MOCK, baseUrl));
    }

    /**
     * The same with several providers, each with a base URL of its own. OpenCode's catalogue of all models is empty, because OpenCode otherwise
     * reads it again for each directory, which costs two seconds of CPU time.
     */
    public Map<String, String> environment(Path home, Map<String, String> baseUrls) {
        Map<String, String> environment = new HashMap<>(offline());
        environment.put("HOME", home.toString());
        environment.put("PATH", binary.getParent() + ":/usr/bin:/bin");
        environment.put("TMPDIR", directory(home.resolve("tmp")));
        environment.put("XDG_CONFIG_HOME", directory(home.resolve("config")));
        environment.put("XDG_DATA_HOME", directory(home.resolve("data")));
        environment.put("XDG_STATE_HOME", directory(home.resolve("state")));
        environment.put("XDG_CACHE_HOME", directory(home.resolve("cache")));
        environment.put("OPENCODE_CONFIG", config(home.resolve("opencode.json"), baseUrls));
        environment.put("OPENCODE_MODELS_PATH", file(home.resolve("models.json"), "{}"));
        return Map.copyOf(environment);
    }

    /** Keeps OpenCode from calling other hosts than that of the base URL. It asks the npm registry for plugins, so that is a closed port. */
    private static Map<String, String> offline() {
        return Map.of(
                "LANG", "C.UTF-8",
                "TERM", "dumb",
                "OPENCODE_DISABLE_AUTOUPDATE", "1",
                "OPENCODE_DISABLE_MODELS_FETCH", "1",
                "OPENCODE_DISABLE_DEFAULT_PLUGINS", "1",
                "OPENCODE_DISABLE_LSP_DOWNLOAD", "1",
                "OPENCODE_DISABLE_CLAUDE_CODE", "1",
                "npm_config_registry", "http://127.0.0.1:9/");
    }

    private static String config(Path file, Map<String, String> baseUrls) {
        var config = new JsonObject()
                .put("autoupdate", false)
                .put("share", "disabled")
                .put("enabled_providers", new JsonArray(List.copyOf(baseUrls.keySet())))
                .put(
                        "model",
                        model(
                                baseUrls.containsKey(MOCK)
                                        ? MOCK
                                        : baseUrls.keySet().iterator().next()))
                .put("provider", new JsonObject());
        baseUrls.forEach(
                (id, url) -> config.getJsonObject("provider").put(id, new JsonObject(PROVIDER.formatted(url))));
        return file(file, config.encode());
    }

    private static String file(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String directory(Path path) {
        try {
            return Files.createDirectories(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
