package dev.yardmaster.doctor;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderCli;
import dev.yardmaster.server.configuration.ConfigurationCheck;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks the default executable of each provider on this machine, with the same questions as the service.
 *
 * @param limit how long the answer of a CLI may take
 */
record LocalClis(ConfigurationCheck configuration, Map<String, String> environment, Duration limit) {
    void find(Consumer<Finding> findings) throws InterruptedException {
        List<LocalCli> clis = ProviderCli.all().stream().map(this::local).toList();
        new CheckRunner(limit).run(clis, findings);
    }

    private LocalCli local(ProviderCli cli) {
        return new LocalCli(cli, path(cli), environment, question());
    }

    /** Less than the limit, so that the version is known if the CLI answers only the question for its sign-in too late. */
    private Duration question() {
        return limit.multipliedBy(5).dividedBy(6);
    }

    private String path(ProviderCli cli) {
        try {
            return configuration
                    .value("yardmaster.executables." + cli.id() + ".path")
                    .orElse(cli.program());
        } catch (InvalidConfiguration _) {
            // Its own check reports the mistake.
            return cli.program();
        }
    }

    private record LocalCli(ProviderCli provider, String path, Map<String, String> environment, Duration question)
            implements Check {
        @Override
        public String name() {
            return cli().check();
        }

        @Override
        public List<Finding> run() {
            var executable = new Executable(provider.id().value(), provider.id(), path, List.of(), Map.of());
            return List.of(cli().finding(provider.probe(executable, environment, question)));
        }

        @Override
        public Finding overdue(Duration limit) {
            return cli().slow("The program " + path + " did not answer within " + limit.toSeconds() + " s.");
        }

        private Cli cli() {
            return new Cli(provider.id().value(), path, Optional.of(provider));
        }
    }
}
