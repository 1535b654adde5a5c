package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * The CLI of a simulated provider. It speaks Claude Code's stream-json on standard input and output, and calls nothing but the tools of the
 * service: a director plans, and a worker writes haikus into its working directory, line by line, until its account reaches its limit.
 */
@Command(name = "demo-agent", hidden = true, description = "A simulated agent that speaks Claude Code's stream-json.")
final class DemoAgentCommand implements Callable<Integer> {
    @Option(names = "--account", paramLabel = "FILE", description = "The account, shared by all sessions.")
    private Path account = Path.of("account");

    @Option(names = "--allowance", paramLabel = "TURNS", description = "How many turns the account allows.")
    private int allowance = Integer.MAX_VALUE;

    @Option(names = "--reset", paramLabel = "SECONDS", description = "How long the account stays limited, at least.")
    private int reset;

    @Option(names = "--pace", paramLabel = "MILLISECONDS", description = "How long the agent takes for a word.")
    private int pace;

    /** The options that Yardmaster passes to the real CLI. */
    @Unmatched
    private String[] options = {};

    /**
     * A slow machine takes long to start a session. There the account stays limited for longer, so that the limits of several accounts still
     * overlap.
     */
    private Duration resetOnThisMachine() {
        Duration start = ProcessHandle.current()
                .info()
                .startInstant()
                .map(begin -> Duration.between(begin, Instant.now()))
                .orElse(Duration.ZERO);
        return Duration.ofSeconds(reset).plus(start);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Not a field: each start of the service creates this object, because it reads the options of all commands.
        var json = new ObjectMapper();
        var lines = new DemoLines(conversation(), Duration.ofMillis(pace));
        DemoRole role = role(lines, DemoTools.of(Path.of(option("--mcp-config"))));
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonNode message = json.readTree(line);
            if (message.path("type").asText().equals("user")) {
                role.turn(message.at("/message/content/0/text").asText());
            }
        }
        return ExitCode.OK;
    }

    private DemoRole role(DemoLines lines, DemoTools tools) {
        return tools.areOfDirector()
                ? new DemoDirector(lines, tools)
                : new DemoWorker(
                        lines,
                        new DemoAccount(account, allowance, resetOnThisMachine()),
                        tools,
                        Path.of("").toAbsolutePath(),
                        Clock.systemUTC());
    }

    /** A new conversation has another option than one that is resumed. */
    private String conversation() {
        return List.of(options).contains("--session-id") ? option("--session-id") : option("--resume");
    }

    private String option(String name) {
        int index = List.of(options).indexOf(name);
        if (index < 0 || index + 1 == options.length) {
            throw new IllegalArgumentException(
                    "The option " + name + " is missing. Only the demo starts this command.");
        }
        return options[index + 1];
    }
}
