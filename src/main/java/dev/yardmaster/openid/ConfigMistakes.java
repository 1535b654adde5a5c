package dev.yardmaster.openid;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the mistakes in the configuration of an issuer. */
final class ConfigMistakes {
    static final Duration LONGEST_LEEWAY = Duration.ofMinutes(10);

    private static final String PREFIX = "yardmaster.openid.";

    private ConfigMistakes() {}

    /** One line for each mistake. */
    static List<String> find(OpenIdConfig config) {
        return config.issuer().isPresent() ? ofIssuer(config) : withoutIssuer(config);
    }

    /** Throws {@code invalid_configuration} with one line for each mistake. */
    static void requireNone(OpenIdConfig config) {
        List<String> mistakes = find(config);
        if (!mistakes.isEmpty()) {
            throw new YardmasterException(ErrorCode.INVALID_CONFIGURATION, String.join("\n", mistakes));
        }
    }

    private static List<String> ofIssuer(OpenIdConfig config) {
        List<String> mistakes = new ArrayList<>();
        url("issuer", config.issuer()).ifPresent(mistakes::add);
        url("jwks", config.jwks()).ifPresent(mistakes::add);
        if (config.audience().isEmpty()) {
            mistakes.add(PREFIX
                    + "audience is missing. Set it to the name of this service at the issuer. Without it, tokens for"
                    + " other services would be valid here.");
        }
        if (RoleMapping.of(config).isEmpty()) {
            mistakes.add("No token of the issuer would have a role. Set " + PREFIX + "roles.viewer, " + PREFIX
                    + "roles.operator or " + PREFIX + "roles.admin to values of the claim '" + config.roleClaim()
                    + "'.");
        }
        if (config.leeway().compareTo(LONGEST_LEEWAY) > 0) {
            mistakes.add(PREFIX + "leeway is longer than 10 minutes. Set a shorter time.");
        }
        return mistakes;
    }

    private static List<String> withoutIssuer(OpenIdConfig config) {
        boolean used = config.audience().isPresent()
                || config.jwks().isPresent()
                || !RoleMapping.of(config).isEmpty();
        return used
                ? List.of(PREFIX
                        + "issuer is missing, but other properties of an issuer are set. Set the issuer, or remove"
                        + " them.")
                : List.of();
    }

    private static Optional<String> url(String property, Optional<String> value) {
        return value.filter(url -> !IssuerUrl.isAllowed(url))
                .map(url -> PREFIX + property + " is '" + url + "', but it must be " + IssuerUrl.REQUIREMENT
                        + ". Correct it.");
    }
}
