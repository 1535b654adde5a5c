package dev.yardmaster.openid;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which tokens of an OpenID issuer (JWTs) the service accepts, and which role they have. */
@ConfigMapping(prefix = "yardmaster.openid")
interface OpenIdConfig {
    /**
     * The issuer, exactly as its tokens name it in the claim {@code iss}: an https URL, or an http URL on the loopback. Without an issuer, the
     * service accepts its own tokens only.
     */
    Optional<String> issuer();

    /** The names of this service at the issuer. The claim {@code aud} of a token must contain one of them. Required with an issuer. */
    Optional<Set<String>> audience();

    /** The URL of the issuer's keys (JWKS). By default the issuer's {@code /.well-known/openid-configuration} names it. */
    Optional<String> jwks();

    /** The claim that contains the roles or groups of the user. Dots lead into nested claims, such as {@code realm_access.roles}. */
    @WithDefault("groups")
    String roleClaim();

    /** The claim with the name that the activity shows. A token without it is shown with its claim {@code sub}. */
    @WithDefault("preferred_username")
    String nameClaim();

    /** How far the clocks of the issuer and of the service may differ; at most 10 minutes. */
    @WithDefault("30s")
    Duration leeway();

    /** Which values of the claim stand for which role. */
    Roles roles();

    /** At least one value is required with an issuer. */
    interface Roles {
        /** The values of the role claim that stand for the role {@code viewer}. */
        Optional<Set<String>> viewer();

        /** The values of the role claim that stand for the role {@code operator}. */
        Optional<Set<String>> operator();

        /** The values of the role claim that stand for the role {@code admin}. */
        Optional<Set<String>> admin();
    }
}
