package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.openid.OpenIdCheck.Accepted;
import dev.yardmaster.openid.OpenIdCheck.Refused;
import dev.yardmaster.testkit.TestIssuer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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

class TokenSignatureTest {
    private final Verifier verifier = new Verifier();

    @ParameterizedTest
    @CsvSource({
        "RS256, rsa",
        "RS384, rsa",
        "RS512, rsa",
        "PS256, rsa",
        "PS384, rsa",
        "PS512, rsa",
        "ES256, p256",
        "ES384, p384",
        "ES512, p521",
        "EdDSA, ed"
    })
    void shouldAcceptAllAlgorithmsWithAPublicKey(String algorithm, String name) {
        // Given
        verifier.published.addAll(List.of(
                Verifier.named("p384", () -> EcJwkGenerator.generateJwk(EllipticCurves.P384)),
                Verifier.named("p521", () -> EcJwkGenerator.generateJwk(EllipticCurves.P521)),
                Verifier.named("ed", () -> OkpJwkGenerator.generateJwk("Ed25519"))));
        String token = TestIssuer.sign(key(name), algorithm, verifier.claims(Verifier.NONE));

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldRefuseATokenWithoutASignature() {
        // Given
        String none = encoded("{\"alg\":\"none\"}") + "." + encoded(verifier.claims(Verifier.NONE)) + ".";
        String removed = verifier.signed(Verifier.NONE).replaceFirst("[^.]*$", "");

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
        byte[] der = Verifier.RSA.getPublicKey().getEncoded();
        byte[] secret =
                switch (form) {
                    case "der" -> der;
                    case "pem" ->
                        ("-----BEGIN PUBLIC KEY-----\n"
                                        + Base64.getMimeEncoder().encodeToString(der) + "\n-----END PUBLIC KEY-----\n")
                                .getBytes(StandardCharsets.US_ASCII);
                    default -> Verifier.RSA.toJson().getBytes(StandardCharsets.UTF_8);
                };
        var key = new OctetSequenceJsonWebKey(new HmacKey(secret));
        key.setKeyId("rsa");

        // When
        OpenIdCheck check = verifier.check(TestIssuer.sign(key, "HS256", verifier.claims(Verifier.NONE)));

        // Then
        assertThat(((Refused) check).reason()).contains("algorithm");
    }

    @Test
    void shouldRefuseTheKeyOfSomebodyElse() {
        // Given
        PublicJsonWebKey sameName = Verifier.named("p256", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
        PublicJsonWebKey otherName = Verifier.named("mine", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));

        // When
        OpenIdCheck forged = verifier.check(TestIssuer.sign(sameName, "ES256", verifier.claims(Verifier.NONE)));
        OpenIdCheck unknown = verifier.check(TestIssuer.sign(otherName, "ES256", verifier.claims(Verifier.NONE)));

        // Then
        assertThat(((Refused) forged).reason()).isEqualTo("The signature of the token is wrong.");
        assertThat(((Refused) unknown).reason()).isEqualTo("The issuer has no key for the signature of the token.");
    }

    @Test
    void shouldRefuseChangedClaims() {
        // Given
        String[] parts = verifier.signed(Verifier.NONE).split("\\.");
        String admin = encoded(verifier.claims(new JsonObject().put("groups", List.of("admins"))));

        // When
        OpenIdCheck check = verifier.check(parts[0] + "." + admin + "." + parts[2]);

        // Then
        assertThat(((Refused) check).reason()).isEqualTo("The signature of the token is wrong.");
    }

    @Test
    void shouldRefuseAKeyThatIsForSomethingElse() {
        // Given
        PublicJsonWebKey encryption = Verifier.named("enc", () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
        encryption.setUse("enc");
        PublicJsonWebKey restricted = Verifier.named("restricted", () -> RsaJwkGenerator.generateJwk(2048));
        restricted.setAlgorithm("RS512");
        verifier.published.addAll(List.of(encryption, restricted));

        // When
        OpenIdCheck ofEncryption = verifier.check(TestIssuer.sign(encryption, "ES256", verifier.claims(Verifier.NONE)));
        OpenIdCheck otherAlgorithm =
                verifier.check(TestIssuer.sign(restricted, "RS256", verifier.claims(Verifier.NONE)));

        // Then
        assertThat(List.of(ofEncryption, otherAlgorithm)).allMatch(Refused.class::isInstance);
        assertThat(verifier.check(TestIssuer.sign(restricted, "RS512", verifier.claims(Verifier.NONE))))
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
        verifier.published.add(weak);
        String header = encoded("{\"alg\":\"RS256\",\"kid\":\"weak\"}") + "." + encoded(verifier.claims(Verifier.NONE));
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
        verifier.published.add(second);

        // When
        OpenIdCheck check = verifier.check(TestIssuer.sign(second, "ES256", verifier.claims(Verifier.NONE)));

        // Then
        assertThat(check).isInstanceOf(Accepted.class);
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
        String token = TestIssuer.sign(Verifier.P256, "ES256", payload);

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Refused.class);
    }

    private JsonWebKey key(String id) {
        return verifier.published.stream()
                .filter(key -> id.equals(key.getKeyId()))
                .findFirst()
                .orElseThrow();
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
