package dev.yardmaster.doctor;

import dev.yardmaster.server.configuration.ConfigurationCheck;
import dev.yardmaster.server.configuration.InvalidConfiguration;
import java.nio.file.Path;
import java.util.List;

/** The names and values in the configuration. */
record ConfigurationMistakes(ConfigurationCheck configuration, Path directory) implements Check {
    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public List<Finding> run() {
        List<String> mistakes = mistakes();
        return mistakes.isEmpty()
                ? List.of(Finding.ok(
                        name(),
                        "The environment and config/application.properties in " + directory.toAbsolutePath()
                                + " have no mistake."))
                : mistakes.stream()
                        .map(mistake -> Finding.of(name(), State.FAILED, mistake))
                        .toList();
    }

    private List<String> mistakes() {
        try {
            return configuration.namesAndValues();
        } catch (InvalidConfiguration e) {
            return e.mistakes();
        }
    }
}
