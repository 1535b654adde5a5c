package dev.yardmaster.openid;

import dev.yardmaster.access.Caller;
import dev.yardmaster.openid.OpenIdCheck.Accepted;
import dev.yardmaster.openid.OpenIdCheck.Refused;
import dev.yardmaster.openid.OpenIdCheck.WithoutRole;
import dev.yardmaster.token.TokenHash;
import java.security.Key;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/**
 * Checks a token: its form, its signature with a key of the issuer, and its claims. Only algorithms with a public key are allowed, so that
 * no sender can use a public key of the issuer as a shared secret. For any thread that may block.
 */
final class TokenVerifier {
    static final int LONGEST = 8192;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
    private static final Refused MALFORMED = new Refused("The token is not a valid JWT.");
    private static final int LONGEST_NAME = 100;

    private final OpenIdSettings settings;
    private final IssuerKeys keys;
    private final InstantSource clock;

    TokenVerifier(OpenIdSettings settings, IssuerKeys keys, InstantSource clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** Checks a token. Throws {@code issuer_unavailable} if the keys could never be read. */
    OpenIdCheck check(String token) {
        if (token.length() > LONGEST) {
            return new Refused("The token has more than " + LONGEST + " characters.");
        }
        if (!FORM.matcher(token).matches()) {
            return MALFORMED;
        }
        try {
            return checkSignature(token, (JsonWebSignature) JsonWebStructure.fromCompactSerialization(token));
        } catch (InvalidJwtException e) {
            return ClaimMistake.of(e, settings);
        } catch (JoseException | MalformedClaimException | ClassCastException _) {
            // The library casts the values of headers.
            return MALFORMED;
        }
    }

    private OpenIdCheck checkSignature(String token, JsonWebSignature signature)
            throws JoseException, InvalidJwtException, MalformedClaimException {
        if (!ALGORITHMS.contains(String.valueOf(signature.getAlgorithmHeaderValue()))) {
            return new Refused("The algorithm of the token's signature is not allowed. Allowed are "
                    + String.join(", ", ALGORITHMS) + ".");
        }
        Optional<Key> key = keys.find(signature);
        return key.isPresent()
                ? checkRole(consumer(key.get()).processToClaims(token))
                : new Refused("The issuer has no key for the signature of the token.");
    }

    /** The claims were checked. */
    private OpenIdCheck checkRole(JwtClaims claims) throws MalformedClaimException {
        Map<String, Object> all = claims.getClaimsMap();
        String subject = claims.getSubject();
        String name = shown(settings.name().text(all).orElse(subject));
        return settings.roles()
                .role(all)
                .<OpenIdCheck>map(role -> new Accepted(new Caller(id(subject), name, role)))
                .orElseGet(() -> new WithoutRole("The token '" + name + "' is valid, but it has no role here: "
                        + settings.roles().explanation() + "."));
    }

    private JwtConsumer consumer(Key key) {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new))
                .setVerificationKey(key)
                .setExpectedIssuer(true, settings.issuer())
                .setExpectedAudience(true, settings.audiences().toArray(String[]::new))
                .setRequireExpirationTime()
                .setRequireSubject()
                .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                .setAllowedClockSkewInSeconds((int) settings.leeway().toSeconds())
                .build();
    }

    /** The user has the same id in all of its tokens, so it can repeat a request with a new token. */
    private UUID id(String subject) {
        TokenHash hash = TokenHash.of(settings.issuer() + "\n" + subject);
        return new UUID(hash.first(), hash.second());
    }

    /** No token of Yardmaster can have such a name. */
    private String shown(String name) {
        String clean = name.strip().replaceAll("\\p{C}", "?");
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME)) + " (" + settings.issuer() + ")";
    }
}
