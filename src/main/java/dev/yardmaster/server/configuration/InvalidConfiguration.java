package dev.yardmaster.server.configuration;

import java.util.List;

/** The configuration has mistakes, so the service does not start. Each mistake is one line for the user. */
public final class InvalidConfiguration extends RuntimeException {
    private final List<String> mistakes;

    public InvalidConfiguration(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
