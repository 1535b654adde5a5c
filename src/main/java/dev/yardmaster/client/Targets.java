package dev.yardmaster.client;

import dev.yardmaster.client.ClientException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the service to call and its token. The address is that of {@code --server}, else of {@code YARDMASTER_URL}, else of the current context, else
 * of the service that runs on the home, else the default address. The token is that of the context that {@code --server} names,
 * else {@code YARDMASTER_TOKEN}, else that of the context with the address, else the admin token of the home; the latter is sent only to the service of that home.
 */
public final class Targets {
    private static final String URL = "YARDMASTER_URL";
    private static final int LARGEST_PORT = 65_535;
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

    private record Address(URI uri, String source, Optional<Context> context, boolean isChosen) {
        /** @param isChosen whether the command line names the context */
        static Address of(Context context, boolean isChosen) {
            return new Address(
                    context.address(), "the context '" + context.name() + "'", Optional.of(context), isChosen);
        }

        static Address of(URI uri, String source) {
            return new Address(uri, source, Optional.empty(), false);
        }

        /** The context that the command line names. Its token belongs to it more than that of the environment. */
        Optional<Context> named() {
            return context.filter(_ -> isChosen);
        }
    }

    /**
     * The service to call. Throws {@link ClientException} if the service of the home has no address yet, and nothing else is named.
     *
     * @param server the value of {@code --server}: a URL, or the name of a context
     */
    public Target find(Optional<String> server) {
        Address address = address(server);
        return new Target(address.uri(), token(address), address.source(), certificates());
    }

    /** The service at an address that a command got, with the token that it got. */
    public Target of(URI address, String token) {
        return new Target(address, Optional.of(token), "the command line", certificates());
    }

    private Optional<Path> certificates() {
        return variable(TrustedCertificates.VARIABLE).map(Path::of);
    }

    private Address address(Optional<String> server) {
        return server.map(this::named)
                .or(() -> variable(URL).map(url -> Address.of(url(url, URL), URL)))
                .or(() -> contexts.current().map(context -> Address.of(context, false)))
                .or(() -> home.address().map(url -> Address.of(url, "the home")))
                .orElseGet(this::defaultAddress);
    }

    private Address defaultAddress() {
        if (home.isRunning()) {
            throw new ClientException(Kind.UNREACHABLE, HomeService.WITHOUT_ADDRESS);
        }
        return Address.of(DEFAULT, "the default");
    }

    private Address named(String server) {
        return contexts.find(server)
                .map(context -> Address.of(context, true))
                .orElseGet(() -> Address.of(url(server, "--server"), "--server"));
    }

    private Optional<String> token(Address address) {
        return address.named()
                .flatMap(Context::token)
                .or(() -> variable("YARDMASTER_TOKEN"))
                .or(() -> address.context().flatMap(Context::token))
                .or(() -> contexts.tokenFor(address.uri()))
                .or(() -> home.address().filter(address.uri()::equals).flatMap(_ -> home.token()));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    /**
     * A URL that a user typed, without slashes at its end. Throws {@link ClientException} if it is none.
     *
     * @param source where it comes from, for the message
     */
    public static URI url(String value, String source) {
        try {
            URI uri = new URI(value.replaceAll("/+$", ""));
            if (isHttp(uri)
                    && uri.getPort() <= LARGEST_PORT
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
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
