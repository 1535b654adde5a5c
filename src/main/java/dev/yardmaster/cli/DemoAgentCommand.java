package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * A simulated agent: it speaks Claude Code's stream-json on standard input and output, thinks for a moment, writes a file into its
 * working directory and says so. It talks to nobody.
 */
@Command(name = "demo-agent", hidden = true, description = "A simulated agent that speaks Claude Code's stream-json.")
final class DemoAgentCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The flags of the real CLI, which make no difference here. */
    @Unmatched
    private String[] flags = {};

    @Override
    public Integer call() throws IOException, InterruptedException {
        var script = new DemoScript(sessionId());
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            JsonNode message = JSON.readTree(line);
            if (message.path("type").asText().equals("user")) {
                script.turn(message.at("/message/content/0/text").asText());
            }
        }
        return ExitCode.OK;
    }

    private String sessionId() {
        for (int i = 0; i + 1 < flags.length; i++) {
            if (flags[i].equals("--session-id") || flags[i].equals("--resume")) {
                return flags[i + 1];
            }
        }
        return "demo";
    }
}
