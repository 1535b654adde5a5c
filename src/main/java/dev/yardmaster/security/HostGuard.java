package dev.yardmaster.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rejects requests of foreign web pages. A page can make the browser of its reader send requests to a service on the reader's machine or
 * network. With DNS rebinding (the attacker's host name suddenly resolves to that service) the page can even read the responses. Both can be
 * recognised: the browser sends the attacker's host name as {@code Host} and the attacker's page as {@code Origin}.
 *
 * <p>So host names have to be listed. IP addresses don't, because an address can't be rebound: a page has an address as its host only if it
 * was loaded from that address. A service that listens on all interfaces is therefore reachable by all of its addresses, and by each name
 * that is listed. Immutable.
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
     * @param hosts host names that are allowed in addition to {@code localhost}
     * @param origins origins that are allowed in addition to the service's own
     */
    HostGuard(Set<String> hosts, Set<String> origins) {
        this.hosts = lowerCase(hosts);
        this.origins = lowerCase(origins);
    }

    /**
     * Why a request is rejected, with the setting that would allow it; empty if the request is allowed.
     *
     * @param hostHeaders all {@code Host} headers (HTTP/2: the {@code :authority})
     * @param originHeaders all {@code Origin} headers
     */
    Optional<String> refusal(List<String> hostHeaders, List<String> originHeaders) {
        if (hostHeaders.size() != 1 || originHeaders.size() > 1) {
            return Optional.of("The request must have exactly one Host header and at most one Origin header.");
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
            return Optional.of(
                    "The Host header is not valid. It must be a host name or an address, with or without a port.");
        }
        String host = parts.group("host");
        return host.equals("localhost") || ADDRESS.matcher(host).matches() || hosts.contains(host)
                ? Optional.empty()
                : Optional.of("The host '" + host
                        + "' is not allowed. If it is a name of this service, add it to the setting " + HOSTS_SETTING
                        + ".");
    }

    private Optional<String> refusedOrigin(String origin, String authority) {
        Matcher parts = ORIGIN.matcher(origin);
        boolean own = parts.matches() && parts.group("authority").equals(authority);
        return own || origins.contains(origin)
                ? Optional.empty()
                : Optional.of(
                        "Pages of another origin may not call this service. If you trust the origin in the Origin header,"
                                + " add it to the setting " + ORIGINS_SETTING + ".");
    }

    private static Set<String> lowerCase(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
