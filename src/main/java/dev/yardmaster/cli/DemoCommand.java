package dev.yardmaster.cli;

import dev.yardmaster.server.Server;
import dev.yardmaster.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Shows the service at work, with a simulated agent on a fresh home. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts the service on a fresh home and shows a simulated agent working on a task.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path home = Files.createTempDirectory("yardmaster-demo-");
        try {
            System.out.println("Starting the service on " + home + " …");
            return run(home);
        } finally {
            delete(home);
        }
    }

    private static int run(Path directory) throws IOException {
        Path log = Files.createDirectories(directory.resolve("logs")).resolve("yardmaster.log");
        Map<String, String> properties = new HashMap<>(Map.of(
                "quarkus.log.console.enabled", "false",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", log.toString(),
                // The simulated agent is no CLI that could be asked for its version.
                "yardmaster.health.every", "off"));
        List<String> self = SelfCommand.get();
        properties.put("yardmaster.executables.claude-code.path", self.getFirst());
        for (int i = 1; i <= self.size(); i++) {
            properties.put(
                    "yardmaster.executables.claude-code.arguments[" + (i - 1) + "]",
                    i < self.size() ? self.get(i) : "demo-agent");
        }
        var options = new ServerOptions(directory, Optional.of(0), Optional.of("127.0.0.1"), properties);
        return Server.run(options, address -> {
            String token = Files.readString(directory.resolve("admin-token")).strip();
            return new DemoTour(new ApiClient(address, token), System.out).run();
        });
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
