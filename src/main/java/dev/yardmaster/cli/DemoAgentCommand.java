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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * The CLI of a simulated provider. It speaks Claude Code's stream-json on standard input and output, and uses no network: for each prompt it
 * writes a haiku into its working directory, line by line, until its account reaches its limit.
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
        var script = new DemoScript(
                lines, new DemoAccount(account, allowance, resetOnThisMachine()), Path.of(""), Clock.systemUTC());
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonNode message = json.readTree(line);
            if (message.path("type").asText().equals("user")) {
                script.turn(message.at("/message/content/0/text").asText());
            }
        }
        return ExitCode.OK;
    }

    private String conversation() {
        for (int i = 0; i + 1 < options.length; i++) {
            if (options[i].equals("--session-id") || options[i].equals("--resume")) {
                return options[i + 1];
            }
        }
        return "demo";
    }
}
