package dev.yardmaster.tools;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The URL at which the agents of this service reach it. */
@Singleton
final class ServiceUrl {
    /** Addresses that stand for every address of a machine, and the one at which the machine reaches itself. */
    private static final Map<String, String> EVERY_ADDRESS =
            Map.of("0.0.0.0", "127.0.0.1", "::", "[::1]", "[::]", "[::1]");

    private final Optional<URI> configured;
    private final String host;
    private final IntSupplier port;

    @Inject
    ServiceUrl(
            ToolsConfig config,
            HttpServer server,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        // If 0 is configured, the system chooses the port when the server starts to listen.
        this(config.url(), host, () -> server.getPort() > 0 ? server.getPort() : port);
    }

    ServiceUrl(Optional<URI> configured, String host, IntSupplier port) {
        this.configured = configured.map(ServiceUrl::checked);
        this.host = host;
        this.port = port;
    }

    /** The URL of the tools for a role. */
    String of(String role) {
        String base = configured.map(URI::toString).orElseGet(this::own).replaceAll("/+$", "");
        return base + "/mcp/" + role;
    }

    private static URI checked(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean path = url.getRawPath() != null && !url.getRawPath().matches("/?");
        if (!web || url.getHost() == null || path || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "yardmaster.tools.url is not the URL of a service. Write it as http://host:port or https://host, without a path.");
        }
        return url;
    }

    private String own() {
        String address = EVERY_ADDRESS.getOrDefault(host, host);
        boolean ipv6 = address.contains(":") && !address.startsWith("[");
        return "http://" + (ipv6 ? "[" + address + "]" : address) + ":" + port.getAsInt();
    }
}
