package dev.yardmaster.doctor;

import dev.yardmaster.client.HomeService;
import dev.yardmaster.client.Target;
import dev.yardmaster.server.configuration.ConfigurationCheck;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether the service can listen on its port. */
record PortCheck(Path home, ConfigurationCheck configuration) implements Check {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "port";
    }

    @Override
    public List<Finding> run() {
        Optional<URI> service = new HomeService(home).address();
        return List.of(
                service.isPresent()
                        ? Finding.ok(name(), "The service of this home listens at " + service.get() + ".")
                        : unused());
    }

    private Finding unused() {
        try {
            Optional<String> mistake = configuration.address();
            return mistake.isPresent()
                    ? mistaken(mistake.get())
                    : Finding.ok(name(), "The port " + address() + " is free.");
        } catch (InvalidConfiguration _) {
            return Finding.warning(
                    name(), "The port is not known.", "Correct the mistakes in the configuration first.");
        }
    }

    private Finding mistaken(String mistake) {
        return isYardmaster()
                ? Finding.failed(
                        name(),
                        "A Yardmaster with another home uses the port " + address() + ".",
                        "Choose another port: yardmaster start --port 8485. Or use the running one with"
                                + " --server http://" + address() + ".")
                : Finding.of(name(), State.FAILED, mistake);
    }

    private boolean isYardmaster() {
        try {
            var target = new Target(URI.create("http://" + address()), Optional.empty(), name());
            return Service.at(target, PATIENCE).contact() instanceof Service.Answering;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private String address() {
        return value("host") + ":" + value("port");
    }

    private String value(String name) {
        return configuration.value("quarkus.http." + name).orElse("");
    }
}
