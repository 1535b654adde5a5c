package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.openid.OpenIdCheck.Accepted;
import dev.yardmaster.openid.OpenIdCheck.Refused;
import dev.yardmaster.openid.OpenIdCheck.WithoutRole;
import dev.yardmaster.testkit.ManualClock;
import dev.yardmaster.testkit.TestIssuer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final PublicJsonWebKey RSA = named("rsa", () -> RsaJwkGenerator.generateJwk(2048));
    private static final PublicJsonWebKey P256 = named("p256", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
    private static final PublicJsonWebKey P384 = named("p384", () -> EcJwkGenerator.generateJwk(EllipticCurves.P384));
    private static final PublicJsonWebKey P521 = named("p521", () -> EcJwkGenerator.generateJwk(EllipticCurves.P521));
    private static final PublicJsonWebKey ED = named("ed", () -> OkpJwkGenerator.generateJwk("Ed25519"));
    private static final JsonObject NONE = new JsonObject();

    private final ManualClock clock = new ManualClock();
    private final List<JsonWebKey> published = new CopyOnWriteArrayList<>(List.of(RSA, P256, P384, P521, ED));
    private final IssuerKeys keys = new IssuerKeys(() -> List.copyOf(published), clock, Runnable::run);
    private final TokenVerifier verifier = new TokenVerifier(TestConfig.settings(), keys, clock);

    private interface Generator {
        PublicJsonWebKey generate() throws JoseException;
    }

    @ParameterizedTest
    @CsvSource({
        "RS256, rsa", "RS384, rsa", "RS512, rsa", "PS256, rsa", "PS384, rsa", "PS512, rsa",
        "ES256, p256", "ES384, p384", "ES512, p521", "EdDSA, ed"
    })
    void shouldAcceptAllAlgorithmsWithAPublicKey(String algorithm, String key) {
        // Given
        String token = TestIssuer.sign(published(key), algorithm, claims(NONE));

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldNameTheUserAndTheIssuer() {
        // Given
        String named = signed(new JsonObject().put("preferred_username", " Ann\n\u202eB "));
        String unnamed = signed(new JsonObject().putNull("preferred_username").put("groups", List.of("guests")));

        // When
        var first = (Accepted) verifier.check(named);
        var second = (Accepted) verifier.check(unnamed);

        // Then
        assertThat(first.caller().name()).isEqualTo("Ann??B (" + TestConfig.ISSUER + ")");
        assertThat(first.caller().role()).isEqualTo(AccessRole.OPERATOR);
        assertThat(second.caller().name()).isEqualTo("id-of-ann (" + TestConfig.ISSUER + ")");
        assertThat(second.caller().role()).isEqualTo(AccessRole.VIEWER);
    }

    @Test
    void shouldGiveAllTokensOfAUserOneIdAndOtherUsersAnother() {
        // Given
        var other = new TokenVerifier(TestConfig.settings("issuer", "https://other.example"), keys, clock);
        JsonObject otherIssuer = new JsonObject().put("iss", "https://other.example");

        // When
        UUID id = id(verifier, NONE);
        UUID later = id(verifier, new JsonObject().put("exp", clock.instant().getEpochSecond() + 1000));
        UUID otherUser = id(verifier, new JsonObject().put("sub", "bob"));
        UUID sameUserElsewhere = id(other, otherIssuer);

        // Then
        assertThat(later).isEqualTo(id);
        assertThat(List.of(id, otherUser, sameUserElsewhere)).doesNotHaveDuplicates();
    }

    @Test
    void shouldExplainThatAValidTokenHasNoRole() {
        // Given
        String token = signed(new JsonObject().put("groups", List.of("sales")));

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(((WithoutRole) check).reason())
                .contains("'ann (", "claim 'groups'", "admins (admin)")
                .doesNotContain("sales");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"exp": -31}                    | has expired
            {"exp": null}                   | claim 'exp' is missing
            {"exp": "soon"}                 | not a valid JWT
            {"nbf": 31}                     | claim 'nbf' is in the future
            {"aud": "other"}                | must contain yardmaster
            {"aud": ["other", "another"]}   | must contain yardmaster
            {"aud": null}                   | must contain yardmaster
            {"aud": 5}                      | not a valid JWT
            {"iss": "https://evil.example"} | must be https://id.example/realms/crew
            {"iss": "https://id.example/realms/crew/"} | must be https://id.example/realms/crew
            {"iss": null}                   | must be https://id.example/realms/crew
            {"sub": null}                   | claim 'sub' is missing
            {"sub": 5}                      | not a valid JWT
            """)
    void shouldRefuseWrongClaims(String change, String reason) {
        // Given
        String token = signed(times(new JsonObject(change)));

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Refused.class);
        assertThat(((Refused) check).reason()).contains(reason).doesNotContain("evil", "another", token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"exp\": -29}", "{\"nbf\": 29}", "{\"aud\": [\"other\", \"yardmaster\"]}"})
    void shouldAllowTheLeewayAndSeveralAudiences(String change) {
        // Given
        String token = signed(times(new JsonObject(change)));

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldRefuseATokenThatExpiresMeanwhile() {
        // Given
        String token = signed(NONE);
        OpenIdCheck before = verifier.check(token);

        // When
        clock.advance(Duration.ofSeconds(331));

        // Then
        assertThat(before).isInstanceOf(Accepted.class);
        assertThat(verifier.check(token)).isInstanceOf(Refused.class);
    }

    @Test
    void shouldRefuseATokenWithoutASignature() {
        // Given
        String none = encoded("{\"alg\":\"none\"}") + "." + encoded(claims(NONE)) + ".";
        String removed = signed(NONE).replaceFirst("[^.]*$", "");

        // When
        List<OpenIdCheck> checks = List.of(verifier.check(none), verifier.check(removed));

        // Then
        assertThat(checks).allMatch(Refused.class::isInstance);
        assertThat(((Refused) checks.getFirst()).reason()).contains("algorithm", "RS256");
    }

    /** The classic attack: the public key, which everybody knows, as the shared secret of an HMAC. */
    @ParameterizedTest
    @ValueSource(strings = {"der", "pem", "jwk"})
    void shouldRefuseAnHmacWithThePublicKey(String form) {
        // Given
        byte[] der = RSA.getPublicKey().getEncoded();
        byte[] secret = switch (form) {
            case "der" -> der;
            case "pem" -> ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END PUBLIC KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
            default -> RSA.toJson().getBytes(StandardCharsets.UTF_8);
        };
        var key = new OctetSequenceJsonWebKey(new HmacKey(secret));
        key.setKeyId("rsa");

        // When
        OpenIdCheck check = verifier.check(TestIssuer.sign(key, "HS256", claims(NONE)));

        // Then
        assertThat(((Refused) check).reason()).contains("algorithm");
    }

    @Test
    void shouldRefuseTheKeyOfSomebodyElse() {
        // Given
        PublicJsonWebKey sameName = named("p256", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
        PublicJsonWebKey otherName = named("mine", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));

        // When
        OpenIdCheck forged = verifier.check(TestIssuer.sign(sameName, "ES256", claims(NONE)));
        OpenIdCheck unknown = verifier.check(TestIssuer.sign(otherName, "ES256", claims(NONE)));

        // Then
        assertThat(((Refused) forged).reason()).isEqualTo("The signature of the token is wrong.");
        assertThat(((Refused) unknown).reason()).isEqualTo("The issuer has no key for the signature of the token.");
    }

    @Test
    void shouldRefuseChangedClaims() {
        // Given
        String[] parts = signed(NONE).split("\\.");
        String admin = encoded(claims(new JsonObject().put("groups", List.of("admins"))));

        // When
        OpenIdCheck check = verifier.check(parts[0] + "." + admin + "." + parts[2]);

        // Then
        assertThat(((Refused) check).reason()).isEqualTo("The signature of the token is wrong.");
    }

    @Test
    void shouldRefuseAKeyThatIsForSomethingElse() {
        // Given
        PublicJsonWebKey encryption = named("enc", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
        encryption.setUse("enc");
        PublicJsonWebKey restricted = named("restricted", () -> RsaJwkGenerator.generateJwk(2048));
        restricted.setAlgorithm("RS512");
        published.addAll(List.of(encryption, restricted));

        // When
        OpenIdCheck ofEncryption = verifier.check(TestIssuer.sign(encryption, "ES256", claims(NONE)));
        OpenIdCheck otherAlgorithm = verifier.check(TestIssuer.sign(restricted, "RS256", claims(NONE)));

        // Then
        assertThat(List.of(ofEncryption, otherAlgorithm)).allMatch(Refused.class::isInstance);
        assertThat(verifier.check(TestIssuer.sign(restricted, "RS512", claims(NONE))))
                .isInstanceOf(Accepted.class);
    }

    /** Java has no longer such short keys for signatures; an issuer could still publish one. */
    @Test
    void shouldRefuseAShortKey() throws Exception {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var pair = generator.generateKeyPair();
        PublicJsonWebKey weak = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        weak.setKeyId("weak");
        published.add(weak);
        String header = encoded("{\"alg\":\"RS256\",\"kid\":\"weak\"}") + "." + encoded(claims(NONE));
        var signature = java.security.Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(header.getBytes(StandardCharsets.US_ASCII));

        // When
        OpenIdCheck check = verifier.check(
                header + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign()));

        // Then
        assertThat(check).isInstanceOf(Refused.class);
    }

    @Test
    void shouldTryAllKeysForATokenThatNamesNone() throws JoseException {
        // Given
        PublicJsonWebKey second = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        published.add(second);

        // When
        OpenIdCheck check = verifier.check(TestIssuer.sign(second, "ES256", claims(NONE)));

        // Then
        assertThat(check).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldRefuseTokensThatAreTooLong() {
        // Given
        String longest = signed(new JsonObject().put("padding", "x".repeat(5000)));
        String tooLong = signed(new JsonObject().put("padding", "x".repeat(8000)));

        // When
        OpenIdCheck check = verifier.check(tooLong);

        // Then
        assertThat(((Refused) check).reason()).isEqualTo("The token has more than 8192 characters.");
        assertThat(verifier.check(longest)).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.b",
                "a.b.c",
                "a.b.c.d.e",
                "..",
                "a b.c.d",
                "{\"alg\":5}.{}.x",
                "{\"alg\":\"ES256\",\"kid\":5}.{}.x",
                "{\"alg\":\"ES256\",\"kid\":[]}.{}.x",
                "{\"alg\":null}.{}.x",
                "{\"alg\":\"ES256\",\"kid\":\"p256\",\"crit\":[\"x\"],\"x\":1}.{}.x",
                "{\"alg\":\"ES256\",\"alg\":\"none\"}.{}.x",
                "[].{}.x",
                "{\"alg\":\"ES256\",\"kid\":\"p256\"}.[].x",
                "{\"alg\":\"ES256\",\"kid\":\"p256\",\"jwk\":{},\"jku\":\"http://127.0.0.1:1\"}.{}.x",
            })
    void shouldRefuseWhatIsNoToken(String parts) {
        // Given
        String token = parts.startsWith("{") || parts.startsWith("[") ? encodedParts(parts) : parts;

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "{", "", "null"})
    void shouldRefuseASignedPayloadThatHasNoClaims(String payload) {
        // Given
        String token = TestIssuer.sign(P256, "ES256", payload);

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Refused.class);
    }

    private UUID id(TokenVerifier verifier, JsonObject changes) {
        return ((Accepted) verifier.check(signed(changes))).caller().token();
    }

    private String signed(JsonObject changes) {
        return TestIssuer.sign(P256, "ES256", claims(changes));
    }

    /** The claims of a valid token, but for some; null removes a claim. */
    private String claims(JsonObject changes) {
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

    /** Makes absolute times of seconds from now. */
    private JsonObject times(JsonObject changes) {
        UnaryOperator<Object> absolute =
                value -> value instanceof Integer seconds ? clock.instant().getEpochSecond() + seconds : value;
        for (String time : List.of("exp", "nbf")) {
            if (changes.containsKey(time) && changes.getValue(time) != null) {
                changes.put(time, absolute.apply(changes.getValue(time)));
            }
        }
        return changes;
    }

    private JsonWebKey published(String id) {
        return published.stream()
                .filter(key -> id.equals(key.getKeyId()))
                .findFirst()
                .orElseThrow();
    }

    private static PublicJsonWebKey named(String id, Generator generator) {
        try {
            PublicJsonWebKey key = generator.generate();
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Encodes the first two of three parts. */
    private static String encodedParts(String parts) {
        List<String> split = Arrays.asList(parts.split("(?<=[}\\]])\\."));
        return encoded(split.get(0)) + "." + encoded(split.get(1)) + "." + split.get(2);
    }
}
