package dev.yardmaster.story;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealOpenCode;
import dev.yardmaster.testkit.llm.ToolCall;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The real CLI of a provider, in tests that run on every provider. It retries a failed request once where that can be configured. */
enum CliUnderTest {
    CLAUDE("claude-code", RealCli::claude) {
        @Override
        String running(Path program, Map<String, String> environment) {
            Map<String, String> all = new HashMap<>(environment);
            all.put("CLAUDE_CODE_MAX_RETRIES", "1");
            return Slots.running(program, all);
        }

        @Override
        String subscriber(Path home, String url) {
            return running(binary(), RealCli.claude().subscriptionEnvironment(home, url));
        }

        @Override
        String signedOut(Path home, String url) {
            return running(binary(), without(environment(home, url), "ANTHROPIC_API_KEY"));
        }

        @Override
        Path configuration(Path home) {
            return home.resolve("claude/settings.json");
        }

        @Override
        ToolCall shell(String command) {
            return ToolCall.bash(command);
        }

        @Override
        String shellTool() {
            return "Bash";
        }

        @Override
        boolean reportsCost() {
            return true;
        }
    },

    /** Codex reports a retry of the stream but not a retry of the request, so request retries are switched off. */
    CODEX("codex", RealCli::codex) {
        @Override
        String executable(Path home, String url) {
            return running(url, environment(home, url));
        }

        @Override
        String running(Path program, Map<String, String> environment) {
            return Slots.runningCodex(program, List.of(), environment);
        }

        @Override
        String signedOut(Path home, String url) {
            return running(
                    url,
                    without(environment(home, url), "MOCK_API_KEY"),
                    "model_providers.mock.requires_openai_auth=true");
        }

        @Override
        Path configuration(Path home) {
            return home.resolve("codex/config.toml");
        }

        private String running(String url, Map<String, String> environment, String... settings) {
            List<String> arguments = new ArrayList<>(RealCli.codex().arguments(url, 1));
            arguments.addAll(List.of("-c", "model_providers.mock.request_max_retries=0"));
            Stream.of(settings).forEach(setting -> arguments.addAll(List.of("-c", setting)));
            return Slots.runningCodex(binary(), arguments, environment);
        }

        /** Codex uses its plain shell tool for a model that it does not know. */
        @Override
        JsonObject fields() {
            return new JsonObject().put("model", "mock");
        }

        @Override
        ToolCall shell(String command) {
            return ToolCall.execCommand(command);
        }

        @Override
        String shellTool() {
            return "command_execution";
        }

        @Override
        boolean reportsCost() {
            return false;
        }
    },

    /**
     * All sessions of an executable share a server. OpenCode retries five times, which cannot be configured. The service chooses the
     * directory of its state, because a lock that an earlier process left there delays the next process by a minute.
     */
    OPENCODE("opencode", RealCli::openCode) {
        @Override
        String running(Path program, Map<String, String> environment) {
            return Slots.runningOpenCode(program, without(environment, "XDG_STATE_HOME"));
        }

        @Override
        String signedOut(Path home, String url) {
            Map<String, String> environment = environment(home, url);
            write(
                    configuration(home),
                    "{\"autoupdate\":false,\"share\":\"disabled\",\"enabled_providers\":[\"openai\"]}");
            return running(binary(), environment);
        }

        @Override
        Path configuration(Path home) {
            return home.resolve("opencode.json");
        }

        @Override
        ToolCall shell(String command) {
            return RealOpenCode.bash(command);
        }

        @Override
        String shellTool() {
            return "bash";
        }

        @Override
        String mcpTool(String server, String tool) {
            return server + "_" + tool;
        }

        @Override
        boolean reportsCost() {
            return true;
        }
    };

    private final String id;
    private final Supplier<RealCli> cli;

    CliUnderTest(String id, Supplier<RealCli> cli) {
        this.id = id;
        this.cli = cli;
    }

    /** The provider's id. */
    String provider() {
        return id;
    }

    /** Creates an executable that runs the CLI, signed in with a key. */
    String executable(Path home, String url) {
        return running(binary(), environment(home, url));
    }

    /** Creates an executable that runs another program in the place of the CLI. */
    abstract String running(Path program, Map<String, String> environment);

    /** Creates an executable that runs the CLI without a key. */
    abstract String signedOut(Path home, String url);

    /** Creates an executable whose CLI has a malformed user configuration. */
    String misconfigured(Path home, String url) {
        String executable = executable(home, url);
        write(configuration(home), "{ \"model\" ");
        return executable;
    }

    /** The file with the user's configuration of the CLI. */
    abstract Path configuration(Path home);

    /** Creates an executable that is signed in with a subscription, if the CLI distinguishes this from a key. */
    String subscriber(Path home, String url) {
        return executable(home, url);
    }

    /** Fields that every agent on this CLI needs. */
    JsonObject fields() {
        return new JsonObject();
    }

    /** A call of its tool that runs a shell command. */
    abstract ToolCall shell(String command);

    /** The name of that tool. */
    abstract String shellTool();

    /** The name that the CLI gives to a tool of an MCP server. */
    String mcpTool(String server, String tool) {
        return "mcp__" + server + "__" + tool;
    }

    /** Whether the CLI reports the cost of a turn. */
    abstract boolean reportsCost();

    /** The id of the provider in the API. */
    String id() {
        return id;
    }

    Path binary() {
        return cli.get().binary();
    }

    /** The environment of a CLI with a key; also creates the files that the CLI needs in its home. */
    Map<String, String> environment(Path home, String url) {
        return cli.get().environment(home, url);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> without(Map<String, String> environment, String variable) {
        Map<String, String> rest = new HashMap<>(environment);
        rest.remove(variable);
        return rest;
    }

    /** The CLIs that are installed; skips the test if there are none. */
    static List<CliUnderTest> installed() {
        List<CliUnderTest> installed =
                Stream.of(values()).filter(CliUnderTest::isInstalled).toList();
        assumeTrue(!installed.isEmpty(), "No CLI is installed; install them with: .ci/clis.sh");
        return installed;
    }

    /** Skips the test if the CLI is not installed. */
    void assumeInstalled() {
        assumeTrue(isInstalled(), () -> id + " is not installed; install it with: .ci/clis.sh " + id);
    }

    private boolean isInstalled() {
        return Files.isExecutable(binary());
    }
}
