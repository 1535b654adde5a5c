package dev.yardmaster.server.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds environment variables that look like Yardmaster's but have no effect. */
final class EnvironmentCheck {
    private static final String PREFIX = "YARDMASTER_";
    /** A variable with another prefix is a mistake only if it differs so little from a known one. */
    private static final int TYPING_ERROR = 2;

    /** Kubernetes and Docker set these in containers beside a service that is named yardmaster. */
    private static final Pattern OF_CONTAINERS =
            Pattern.compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_.+)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.+)?");

    private static final Pattern CONTAINER_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private final KnownProperties known;

    EnvironmentCheck(KnownProperties known) {
        this.known = known;
    }

    Stream<String> mistakes(Map<String, String> environment) {
        return environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(variable -> !isOfContainers(variable))
                .flatMap(variable -> mistake(variable.getKey()).stream());
    }

    private Optional<String> mistake(String variable) {
        if (known.hasVariable(variable)) {
            return Optional.empty();
        }
        return Spelling.nearest(variable, candidates(variable))
                .filter(nearest ->
                        variable.startsWith(PREFIX) || Spelling.distance(variable, nearest) <= TYPING_ERROR)
                .map(nearest -> "Unknown environment variable " + variable + ". The nearest known one is " + nearest
                        + ". Correct the name, or unset the variable.");
    }

    private Stream<String> candidates(String variable) {
        Stream<String> all = known.variablesLike(variable);
        return variable.startsWith(PREFIX)
                ? all
                : all.filter(it -> Math.abs(it.length() - variable.length()) <= TYPING_ERROR);
    }

    private static boolean isOfContainers(Map.Entry<String, String> variable) {
        return OF_CONTAINERS.matcher(variable.getKey()).matches()
                || CONTAINER_ADDRESS.matcher(variable.getValue()).matches();
    }
}
