package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The real Codex. It reads the API's address from its {@link #arguments}, not from its environment. */
public record RealCodex(Path binary) implements RealCli {
    @Override
    public Map<String, String> environment(Path home, String baseUrl) {
        return Map.of(
                "HOME",
                home.toString(),
                "PATH",
                binary.getParent() + ":/usr/bin:/bin",
                "TMPDIR",
                directory(home.resolve("tmp")),
                "CODEX_HOME",
                directory(home.resolve("codex")),
                "MOCK_API_KEY",
                "dummy",
                "LANG",
                "C.UTF-8",
                "TERM",
                "dumb");
    }

    /**
     * Returns the leading arguments. They define the mock as the model provider and keep Codex from calling other hosts.
     *
     * @param baseUrl the URL of an {@link dev.yardmaster.testkit.llm.LlmEndpoint}
     * @param retries how often Codex retries a request, and how often a stream
     */
    public List<String> arguments(String baseUrl, int retries) {
        return List.of(
                "-c",
                "model_provider=\"mock\"",
                "-c",
                """
                model_providers.mock={ name = "mock", base_url = "%s/v1", wire_api = "responses", env_key = "MOCK_API_KEY", \
                requires_openai_auth = false, supports_websockets = false, request_max_retries = %d, \
                stream_max_retries = %d }""".formatted(baseUrl, retries, retries),
                "-c",
                "features.plugins=false");
    }

    private static String directory(Path path) {
        try {
            return Files.createDirectories(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
