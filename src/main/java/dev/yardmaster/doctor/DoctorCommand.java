package dev.yardmaster.doctor;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.HomeService;
import dev.yardmaster.client.Target;
import dev.yardmaster.client.Targets;
import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.server.ServerOptions;
import dev.yardmaster.server.configuration.ConfigurationCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks what a working installation needs, and prints how to mend the rest. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks this installation and prints how to mend what does not work. Changes nothing.",
        footer = "The exit code is 1 if a check fails. Warnings do not change it.")
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Together less than the limit. */
    private static final Duration SERVICE_LIMIT = Duration.ofSeconds(3);

    private static final Duration CLI_LIMIT = Duration.ofSeconds(6);
    /** The service repeats the check of a slow CLI for up to a minute. */
    private static final Duration LIMIT_WITH_VERIFY = Duration.ofSeconds(45);

    private final Map<String, String> environment;
    /** Called only when the command runs, because it loads classes that other commands do not need. */
    private final Supplier<Path> cache;

    private final Path directory;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home to check (default: $YARDMASTER_HOME, else ~/.yardmaster).")
    private @Nullable Path home;

    @Option(names = "--verify", description = "Let the service check its CLIs again, for up to 45 seconds.")
    private boolean verify;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "The service: its URL, or the name of a context (default: that of the home, if --home is given).")
    private @Nullable String server;

    @Option(names = "--json", description = "Print an array of JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only what needs attention.")
    private boolean quiet;

    @Spec
    private @Nullable CommandSpec spec;

    /** @param environment the environment variables */
    public DoctorCommand(Map<String, String> environment) {
        this(environment, EmbeddedPostgres::defaultCache, Path.of(""));
    }

    /**
     * @param cache the directory for the programs of the embedded PostgreSQL
     * @param directory the working directory
     */
    DoctorCommand(Map<String, String> environment, Supplier<Path> cache, Path directory) {
        this.environment = environment;
        this.cache = cache;
        this.directory = directory;
    }

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec);
        var printer = new FindingPrinter(command.commandLine().getOut(), ansi(command));
        List<Finding> findings = new ArrayList<>();
        List<Check> checks = checks(installation(command));
        Programs.leaveNone(() -> new CheckRunner(limit()).run(checks, finding -> {
            findings.add(finding);
            if (!json && (!quiet || finding.state() != State.OK)) {
                printer.print(finding);
            }
        }));
        if (json) {
            printer.printJson(findings);
        } else if (!quiet) {
            printer.printSummary(findings);
        }
        return findings.stream().anyMatch(finding -> finding.state() == State.FAILED) ? 1 : 0;
    }

    private Ansi ansi(CommandSpec command) {
        return "dumb".equals(environment.get("TERM"))
                ? Ansi.OFF
                : command.commandLine().getColorScheme().ansi();
    }

    private Duration limit() {
        return verify ? LIMIT_WITH_VERIFY : LIMIT;
    }

    private Installation installation(CommandSpec command) throws Exception {
        String version = String.join(" ", command.root().version());
        return new Installation(
                Optional.ofNullable(home)
                        .orElseGet(() -> ServerOptions.defaultHome(environment))
                        .toAbsolutePath()
                        .normalize(),
                cache.get(),
                directory,
                environment,
                version.substring(version.lastIndexOf(' ') + 1));
    }

    private List<Check> checks(Installation installation) {
        Service service = service(installation);
        var configuration = new ConfigurationCheck(environment, directory);
        var programs = new Programs(environment);
        return List.of(
                new ProgramCheck(installation.version()),
                new HomeCheck(installation),
                new DiskCheck(installation.home(), programs),
                new ConfigurationMistakes(configuration, directory),
                new PortCheck(installation.home(), configuration),
                new DatabaseCheck(installation),
                new GitCheck(programs),
                new ServiceCheck(installation, service),
                new ProvidersCheck(
                        service,
                        new ServiceClis(limit().minus(SERVICE_LIMIT).minusSeconds(1), verify),
                        new LocalClis(configuration, environment, CLI_LIMIT)),
                new ModelsCheck(service),
                new McpCheck(service, programs));
    }

    /** Who names a home means its service, and not that of the current context. */
    private Service service(Installation installation) {
        if (home != null && server == null) {
            return serviceOf(new HomeService(installation.home()));
        }
        var contexts = new Contexts(Contexts.defaultFile(environment, ServerOptions.userHome(environment)));
        try {
            return Service.at(
                    new Targets(environment, contexts, installation.home()).find(Optional.ofNullable(server)),
                    SERVICE_LIMIT);
        } catch (ClientException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                return Service.silent(e.getMessage());
            }
            throw e;
        }
    }

    private static Service serviceOf(HomeService home) {
        return home.address()
                .map(address -> Service.at(new Target(address, home.token(), "the home"), SERVICE_LIMIT))
                .orElseGet(() -> home.isRunning() ? Service.silent(HomeService.WITHOUT_ADDRESS) : Service.absent());
    }
}
