package dev.yardmaster.server.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds environment variables that look like Yardmaster's but have no effect. */
final class EnvironmentCheck {
    private static final String PREFIX = "YARDMASTER_";
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
        return Spelling.meant(variable, PREFIX, known.variablesLike(variable))
                .map(meant -> "Unknown environment variable " + variable + ". The nearest known one is " + meant
                        + ". Correct the name, or unset the variable.");
    }

    private static boolean isOfContainers(Map.Entry<String, String> variable) {
        return OF_CONTAINERS.matcher(variable.getKey()).matches()
                || CONTAINER_ADDRESS.matcher(variable.getValue()).matches();
    }
}
