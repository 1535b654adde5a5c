package dev.yardmaster.process;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds the environment of a child process: the allowed variables of the service, then the added ones in order, then the ones that every
 * child has. The service's own secrets never pass, whatever is allowed. Immutable; each method returns a new instance.
 */
public final class ChildEnvironment {
    private static final List<String> ALLOWED = List.of(
            "HOME",
            "PATH",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "TMPDIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "all_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "NODE_EXTRA_CA_CERTS",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "GIT_SSL_CAINFO");

    private static final List<String> SERVICE_ONLY = List.of("YARDMASTER", "QUARKUS", "PG");

    /** Yardmaster parses the times and messages that CLIs print, so they must not depend on the machine's locale. */
    private static final Map<String, String> ALWAYS = Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8");

    private final Map<String, String> service;
    private final Set<String> patterns;
    private final Map<String, String> added;

    private ChildEnvironment(Map<String, String> service, Collection<String> patterns, Map<String, String> added) {
        this.service = Map.copyOf(service);
        this.patterns = Set.copyOf(patterns);
        this.added = Map.copyOf(added);
    }

    /** Starts from the service's environment; only the variables that every child needs pass. */
    public static ChildEnvironment from(Map<String, String> service) {
        return new ChildEnvironment(service, ALLOWED, Map.of());
    }

    /**
     * Lets more variables of the service pass.
     *
     * @param patterns names, or prefixes such as {@code ANTHROPIC_*}
     * @throws IllegalArgumentException if a {@code *} is not at the end, or stands alone and so would let everything pass
     */
    public ChildEnvironment passing(Collection<String> patterns) {
        patterns.forEach(ChildEnvironment::check);
        Set<String> all = new HashSet<>(this.patterns);
        all.addAll(patterns);
        return new ChildEnvironment(service, all, added);
    }

    /** Adds variables; they replace earlier ones with the same name. */
    public ChildEnvironment with(Map<String, String> variables) {
        Map<String, String> all = new TreeMap<>(added);
        all.putAll(variables);
        return new ChildEnvironment(service, patterns, all);
    }

    /** Returns the whole environment of the child, sorted by name. */
    public Map<String, String> toMap() {
        Map<String, String> environment = new TreeMap<>(service);
        environment.keySet().removeIf(name -> serviceOnly(name) || !allowed(name));
        environment.putAll(added);
        environment.putAll(ALWAYS);
        return environment;
    }

    private static void check(String pattern) {
        int star = pattern.indexOf('*');
        if (star == 0 || (star > 0 && star < pattern.length() - 1)) {
            throw new IllegalArgumentException(
                    "The environment pattern '" + pattern + "' must be a name, or a prefix followed by *. Correct it.");
        }
    }

    private static boolean serviceOnly(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SERVICE_ONLY.stream().anyMatch(upper::startsWith);
    }

    private boolean allowed(String name) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
