package dev.yardmaster.openid;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of an issuer, checked.
 *
 * @param issuer the issuer as its tokens name it
 * @param audiences the names of this service, one of which a token must name
 * @param jwks where the issuer publishes its keys; empty if its configuration names the place
 * @param roles which role a token has
 * @param name the claim with the name of the user
 * @param leeway how far the clocks may differ
 */
record OpenIdSettings(
        String issuer, Set<String> audiences, Optional<URI> jwks, RoleMapping roles, ClaimPath name, Duration leeway) {

    /** The settings; empty if no issuer is configured. Throws {@code invalid_configuration} with one line for each mistake. */
    static Optional<OpenIdSettings> of(OpenIdConfig config) {
        ConfigMistakes.requireNone(config);
        return config.issuer()
                .map(issuer -> new OpenIdSettings(
                        issuer,
                        config.audience().orElse(Set.of()),
                        config.jwks().map(URI::create),
                        RoleMapping.of(config),
                        new ClaimPath(config.nameClaim()),
                        config.leeway()));
    }
}
