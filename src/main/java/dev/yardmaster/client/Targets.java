package dev.yardmaster.client;

import dev.yardmaster.client.ClientException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the service to call and its token. The address is that of {@code --server}, else of {@code YARDMASTER_URL}, else of the current context, else
 * of the service that runs on the home, else the default address. The token is {@code YARDMASTER_TOKEN}, else that of the context with the address,
 * else the admin token of the home; the latter is sent only to the service of that home.
 */
public final class Targets {
    private static final URI DEFAULT = URI.create("http://127.0.0.1:8484");

    private final Map<String, String> environment;
    private final Contexts contexts;
    private final HomeService home;

    /** @param home the directory with the state of a service on this machine */
    public Targets(Map<String, String> environment, Contexts contexts, Path home) {
        this.environment = environment;
        this.contexts = contexts;
        this.home = new HomeService(home);
    }

    /**
     * The service to call.
     *
     * @param server the value of {@code --server}: a URL, or the name of a context
     */
    public Target find(Optional<String> server) {
        Optional<URI> local = home.address();
        Optional<Context> context =
                server.isPresent() || variable("YARDMASTER_URL").isPresent()
                        ? server.flatMap(contexts::find)
                        : contexts.current();
        URI address;
        String source;
        if (context.isPresent()) {
            address = context.get().address();
            source = "the context '" + context.get().name() + "'";
        } else if (server.isPresent()) {
            address = url(server.get(), "--server");
            source = "--server";
        } else if (variable("YARDMASTER_URL").isPresent()) {
            address = url(variable("YARDMASTER_URL").get(), "YARDMASTER_URL");
            source = "YARDMASTER_URL";
        } else {
            address = local.orElse(DEFAULT);
            source = local.isPresent() ? "the home" : "the default";
        }
        URI found = address;
        Optional<String> token = variable("YARDMASTER_TOKEN")
                .or(() -> context.flatMap(Context::token))
                .or(() -> contexts.tokenFor(found))
                .or(() -> local.filter(found::equals).flatMap(_ -> home.token()));
        return new Target(address, token, source);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * A URL that a user typed. Throws {@link ClientException} if it is none.
     *
     * @param source where it comes from, for the message
     */
    public static URI url(String value, String source) {
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // The exception below describes it.
        }
        throw new ClientException(
                Kind.USAGE,
                source + " is '" + value
                        + "'. Give the URL of a service, such as http://127.0.0.1:8484, or the name of a"
                        + " context (yardmaster context list).");
    }
}
