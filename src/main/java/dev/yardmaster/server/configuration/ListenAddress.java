package dev.yardmaster.server.configuration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** The address on which the service will listen. */
record ListenAddress(String host, String port) {
    private static final int LARGEST = 65_535;

    ListenAddress(Sources sources) {
        this(text(sources, "quarkus.http.host"), text(sources, "quarkus.http.port"));
    }

    /** Why the service can't listen there. */
    Optional<String> mistake() {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > LARGEST) {
            return Optional.of("The port '" + port + "' is wrong. It must be a number from 0 to " + LARGEST
                    + "; 0 is any free port. Choose another with --port or quarkus.http.port.");
        }
        return failure(new InetSocketAddress(host, Integer.parseInt(port)))
                .map(reason -> "The service can't listen on " + host + " port " + port + ": " + reason
                        + ". Choose another port with --port, or another address with --host.");
    }

    private static Optional<String> failure(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return Optional.of("Unknown host");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String text(Sources sources, String name) {
        return sources.value(name)
                .map(value -> value.getValueOrDefault(value.getRawValue()))
                .orElse("")
                .strip();
    }
}
