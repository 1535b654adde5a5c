package dev.yardmaster.testkit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.testkit.llm.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The real OpenCode. Its only provider is {@code mock}, with the single and default model {@code mock/mock-ok}. A million input tokens of the
 * model cost 10 dollars, a million output tokens 20 dollars, and a million cached tokens 1 dollar.
 */
public record RealOpenCode(Path binary) implements RealCli {
    private static final String CONFIG = """
            {"autoupdate":false,"share":"disabled","enabled_providers":["mock"],"model":"mock/mock-ok",
             "provider":{"mock":{"npm":"@ai-sdk/openai-compatible","name":"Mock",
              "options":{"baseURL":"%s/v1","apiKey":"dummy"},
              "models":{"mock-ok":{"name":"Mock","limit":{"context":200000,"output":32000},"tool_call":true,"reasoning":true,
               "cost":{"input":10,"output":20,"cache_read":1}}}}}}
            """;

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
        Map<String, String> environment = new HashMap<>(offline());
        environment.put("HOME", home.toString());
        environment.put("PATH", binary.getParent() + ":/usr/bin:/bin");
        environment.put("TMPDIR", directory(home.resolve("tmp")));
        environment.put("XDG_CONFIG_HOME", directory(home.resolve("config")));
        environment.put("XDG_DATA_HOME", directory(home.resolve("data")));
        environment.put("XDG_STATE_HOME", directory(home.resolve("state")));
        environment.put("XDG_CACHE_HOME", directory(home.resolve("cache")));
        environment.put("OPENCODE_CONFIG", config(home.resolve("opencode.json"), baseUrl));
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

    private static String config(Path file, String baseUrl) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, CONFIG.formatted(baseUrl)).toString();
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
