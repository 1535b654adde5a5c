package dev.yardmaster.openid;

import dev.yardmaster.testkit.ManualClock;
import dev.yardmaster.testkit.TestIssuer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** The keys of an issuer, and the verifier of its tokens. */
final class Verifier {
    static final JsonObject NONE = new JsonObject();
    static final PublicJsonWebKey RSA = named("rsa", () -> RsaJwkGenerator.generateJwk(2048));
    static final PublicJsonWebKey P256 = named("p256", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));

    final ManualClock clock = new ManualClock();
    final List<JsonWebKey> published = new CopyOnWriteArrayList<>(List.of(RSA, P256));
    final IssuerKeys keys = new IssuerKeys(() -> List.copyOf(published), clock, Runnable::run);

    private final TokenVerifier verifier = new TokenVerifier(TestConfig.settings(), keys, clock);

    interface Generator {
        PublicJsonWebKey generate() throws JoseException;
    }

    OpenIdCheck check(String token) {
        return verifier.check(token);
    }

    /** A token with the claims of a valid one, but for some. */
    String signed(JsonObject changes) {
        return TestIssuer.sign(P256, "ES256", claims(changes));
    }

    /** The claims of a valid token, but for some; null removes a claim. */
    String claims(JsonObject changes) {
        JsonObject claims = TestIssuer.claims(TestConfig.ISSUER, clock.instant(), "ann", List.of("x", "operators"));
        changes.forEach(change -> {
            if (change.getValue() == null) {
                claims.remove(change.getKey());
            } else {
                claims.put(change.getKey(), change.getValue());
            }
        });
        return claims.encode();
    }

    /** A new key with an id. */
    static PublicJsonWebKey named(String id, Generator generator) {
        try {
            PublicJsonWebKey key = generator.generate();
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
