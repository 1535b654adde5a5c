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

/** The real CLI of a provider, that tells a story which the others tell as well. Where it lets us choose, it tries once more what fails. */
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
        boolean tellsCost() {
            return true;
        }
    },

    /** It only tells of a request that it sends again if that is not the same one, so it gets no other second try. */
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

        /** A model that it does not know gets the plain tools. */
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
        boolean tellsCost() {
            return false;
        }
    },

    /**
     * All sessions of an executable share a server. It tries five times more, and nobody can change that. The directory for its state is
     * left to the service: a lock in there that was left behind costs the next process a minute.
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
        boolean tellsCost() {
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

    /** A new executable that runs the CLI, signed in with a key. */
    String executable(Path home, String url) {
        return running(binary(), environment(home, url));
    }

    /** A new executable that runs another program in the CLI's place. */
    abstract String running(Path program, Map<String, String> environment);

    /** A new executable that runs the CLI without any key. */
    abstract String signedOut(Path home, String url);

    /** Another, whose user's configuration can't be read. */
    String misconfigured(Path home, String url) {
        String executable = executable(home, url);
        write(configuration(home), "{ \"model\" ");
        return executable;
    }

    /** The user's configuration of a CLI with this home. */
    abstract Path configuration(Path home);

    /** The same, signed in with a subscription, where that makes a difference. */
    String subscriber(Path home, String url) {
        return executable(home, url);
    }

    /** What its agents need to be told. */
    JsonObject fields() {
        return new JsonObject();
    }

    /** A call of its tool that runs a shell command. */
    abstract ToolCall shell(String command);

    /** What it calls that tool. */
    abstract String shellTool();

    /** What it calls a tool of an MCP server. */
    String mcpTool(String server, String tool) {
        return "mcp__" + server + "__" + tool;
    }

    /** Whether it knows prices. */
    abstract boolean tellsCost();

    /** What the API calls its provider. */
    String id() {
        return id;
    }

    Path binary() {
        return cli.get().binary();
    }

    /** The environment of a CLI with a key; makes what it needs in its home. */
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

    /** Those whose CLI is here; skips the test where there are none. */
    static List<CliUnderTest> installed() {
        List<CliUnderTest> installed =
                Stream.of(values()).filter(CliUnderTest::isInstalled).toList();
        assumeTrue(!installed.isEmpty(), "No CLI is installed; install them with: .ci/clis.sh");
        return installed;
    }

    /** Skips a test where the CLI is absent. */
    void assumeInstalled() {
        assumeTrue(isInstalled(), () -> id + " is not installed; install it with: .ci/clis.sh " + id);
    }

    private boolean isInstalled() {
        return Files.isExecutable(binary());
    }
}
