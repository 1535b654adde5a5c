package dev.yardmaster.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps web pages of others out. A page can make its reader's browser send requests to a service on the reader's own machine or
 * network; DNS rebinding (a name of the attacker's that suddenly resolves to that service) even lets it read the answers. Both show:
 * the browser still sends the attacker's name as {@code Host}, and the attacker's page as {@code Origin}.
 *
 * <p>Names must be known, therefore. IP addresses need not be, since there is nothing to rebind in them: a page can only have an
 * address as its host if it came from that address. So a service bound to every interface is reached by any of its addresses, and
 * by a name once that is listed. Immutable.
 */
final class HostGuard {
    private static final Pattern AUTHORITY = Pattern.compile("(?<host>\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.]+]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern ORIGIN = Pattern.compile("https?://(?<authority>[^/]+)");
    private static final String HOSTS_SETTING = "yardmaster.security.allowed-hosts";
    private static final String ORIGINS_SETTING = "yardmaster.security.allowed-origins";

    private final Set<String> hosts;
    private final Set<String> origins;

    /**
     * @param hosts names that are allowed besides {@code localhost}
     * @param origins origins that are allowed besides the service's own
     */
    HostGuard(Set<String> hosts, Set<String> origins) {
        this.hosts = lowerCase(hosts);
        this.origins = lowerCase(origins);
    }

    /**
     * Why a request is refused, and which setting allows it; empty when it may pass.
     *
     * @param hostHeaders all {@code Host} headers (HTTP/2: the {@code :authority})
     * @param originHeaders all {@code Origin} headers
     */
    Optional<String> refusal(List<String> hostHeaders, List<String> originHeaders) {
        if (hostHeaders.size() != 1 || originHeaders.size() > 1) {
            return Optional.of("A request has exactly one Host header, and at most one Origin header.");
        }
        String authority = hostHeaders.getFirst().toLowerCase(Locale.ROOT);
        return refusedHost(authority)
                .or(() -> originHeaders.stream()
                        .flatMap(origin -> refusedOrigin(origin.toLowerCase(Locale.ROOT), authority).stream())
                        .findFirst());
    }

    private Optional<String> refusedHost(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            return Optional.of("The Host header is not a host with or without a port.");
        }
        String host = parts.group("host");
        return host.equals("localhost") || ADDRESS.matcher(host).matches() || hosts.contains(host)
                ? Optional.empty()
                : Optional.of("The host '" + host + "' is not known here. If it is a name of this service, add it to "
                        + HOSTS_SETTING + ".");
    }

    private Optional<String> refusedOrigin(String origin, String authority) {
        Matcher parts = ORIGIN.matcher(origin);
        boolean own = parts.matches() && parts.group("authority").equals(authority);
        return own || origins.contains(origin)
                ? Optional.empty()
                : Optional.of(
                        "Pages of another origin may not call this service. If you trust the one that the Origin header"
                                + " names, add it to " + ORIGINS_SETTING + ".");
    }

    private static Set<String> lowerCase(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
