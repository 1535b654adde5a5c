package dev.yardmaster.server;

import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The address of the service. With port 0 it is known only after the start. */
@Singleton
class ServiceAddress {
    private final HttpServer server;
    private final String host;

    ServiceAddress(HttpServer server, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.server = server;
        this.host = host;
    }

    /** The address for clients on this machine. */
    URI get() {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String literal = reachable.contains(":") ? "[" + reachable + "]" : reachable;
        return URI.create("http://" + literal + ":" + server.getPort());
    }
}
