package dev.yardmaster.testkit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A finished run of a CLI: the lines of JSON that it printed, and its exit code. */
record OneShot(List<JsonNode> lines, int exitCode) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_SECONDS = 180;

    /** Runs a command in a directory, without standard input and with its output in files of that directory. */
    static OneShot run(List<String> command, Map<String, String> environment, Path directory) throws Exception {
        Path output = directory.resolve("stdout.jsonl");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("stderr.txt").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new OneShot(List.of(), exitCode(builder.start())).read(output);
    }

    /** Returns the lines of a type, such as {@code assistant}. */
    List<JsonNode> ofType(String type) {
        return lines.stream()
                .filter(line -> line.path("type").asText().equals(type))
                .toList();
    }

    List<JsonNode> ofSubtype(String subtype) {
        return lines.stream()
                .filter(line -> line.path("subtype").asText().equals(subtype))
                .toList();
    }

    /** Returns the last line; for Claude Code this is the {@code result}. */
    JsonNode result() {
        return lines.getLast();
    }

    /** Returns the texts of the streamed deltas. */
    List<String> deltas() {
        return ofType("stream_event").stream()
                .map(line -> line.at("/event/delta/text"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private OneShot read(Path output) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        try (Stream<String> stdout = Files.lines(output)) {
            for (String line : (Iterable<String>) stdout::iterator) {
                read.add(JSON.readTree(line));
            }
        }
        return new OneShot(read, exitCode);
    }

    private static int exitCode(Process process) throws InterruptedException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Still running after " + LIMIT_SECONDS + " s: " + process.info());
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
