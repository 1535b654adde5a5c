package dev.yardmaster.cli;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Target;
import dev.yardmaster.server.Server;
import dev.yardmaster.server.ServerOptions;
import dev.yardmaster.server.ServerOptions.DatabaseChoice;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service on a temporary home with simulated agents, and shows a plan, a question, a limit, the fallback chain, a pause and merges. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows a simulated crew at work: a director plans, workers ask, meet limits and move to other providers, and the"
                        + " service merges what they have done. It takes about 40 seconds on an idle machine, needs git and no account, and"
                        + " removes everything that it creates.")
final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Option(
            names = "--training",
            hidden = true,
            description =
                    "Run one short task and one command, to train the AOT caches of the JVM. The value is the cache of commands.")
    private @Nullable Path training;

    @Override
    public Integer call() throws IOException {
        DemoCast cast = training == null ? DemoCast.full() : DemoCast.training();
        DemoConsole console = DemoConsole.system();
        try (var home = DemoHome.create()) {
            console.line(console.bold("Yardmaster demo")
                    + ": simulated agents on simulated providers. No account, no network, no cost.");
            console.line("Starting the service in " + home.directory() + " …");
            return run(cast, console, home);
        }
    }

    private int run(DemoCast cast, DemoConsole console, DemoHome home) throws IOException {
        long start = System.nanoTime();
        var options = new ServerOptions(
                home.directory(),
                Optional.of(0),
                Optional.of("127.0.0.1"),
                properties(cast, home.directory()),
                DatabaseChoice.EMBEDDED);
        try {
            return Server.run(options, _ -> {}, (address, _) -> {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                console.line(String.format("The service is ready after %.1f s: %s", millis / 1000.0, address));
                return tour(cast, console, home, address);
            });
        } catch (RuntimeException e) {
            if (home.isInterrupted()) {
                return INTERRUPTED;
            }
            throw e;
        }
    }

    private int tour(DemoCast cast, DemoConsole console, DemoHome home, URI address) throws Exception {
        String token = Files.readString(home.directory().resolve("admin-token")).strip();
        Optional<DemoRepository> repository = cast.hasProject()
                ? Optional.of(DemoRepository.create(home.directory().resolve("book")))
                : Optional.empty();
        var api = new ApiClient(new Target(address, Optional.of(token), "the demo"));
        boolean passed = new DemoTour(api, cast, repository, console).run();
        if (training != null) {
            trainCommands(address, token, training);
        } else if (passed) {
            nextSteps(console);
        }
        return passed ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** Runs a command, which writes the cache. A failure leaves the cache out, and commands start without one. */
    private static void trainCommands(URI address, String token, Path cache) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(SelfCommand.get());
        command.addAll(List.of("task", "list"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
        process.environment()
                .putAll(Map.of(
                        "YARDMASTER_URL",
                        address.toString(),
                        "YARDMASTER_TOKEN",
                        token,
                        "YARDMASTER_AOT_OUTPUT",
                        cache.toString()));
        process.start().waitFor();
    }

    private static void nextSteps(DemoConsole console) {
        console.line("");
        console.line("  " + console.bold("Try it with your own agents:"));
        console.line("  " + SelfCommand.display() + " start");
        console.line("  " + SelfCommand.display() + " agent register ada --role worker");
        console.line("  " + SelfCommand.display() + " task create 'Write a haiku about a railway yard into haiku.txt'");
        console.line("  " + SelfCommand.display() + " agent stream ada");
    }

    private static Map<String, String> properties(DemoCast cast, Path home) throws IOException {
        Path accounts = Files.createDirectory(home.resolve("accounts"));
        Path log = Files.createDirectory(home.resolve("logs")).resolve("yardmaster.log");
        Map<String, String> properties = new HashMap<>(cast.configuration(accounts));
        properties.put("quarkus.log.console.enabled", "false");
        properties.put("quarkus.log.file.enabled", "true");
        properties.put("quarkus.log.file.path", log.toString());
        return properties;
    }
}
