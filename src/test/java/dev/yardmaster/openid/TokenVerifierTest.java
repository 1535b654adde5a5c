package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.openid.OpenIdCheck.Accepted;
import dev.yardmaster.openid.OpenIdCheck.Refused;
import dev.yardmaster.openid.OpenIdCheck.WithoutRole;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private final Verifier verifier = new Verifier();

    @Test
    void shouldNameTheUserAndTheIssuer() {
        // Given
        String named = verifier.signed(new JsonObject().put("preferred_username", " Ann\n\u202eB "));
        String unnamed =
                verifier.signed(new JsonObject().putNull("preferred_username").put("groups", List.of("guests")));

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
        var other = new TokenVerifier(
                TestConfig.settings("issuer", "https://other.example"), verifier.keys, verifier.clock);
        JsonObject otherIssuer = new JsonObject().put("iss", "https://other.example");

        // When
        UUID id = id(verifier::check, Verifier.NONE);
        UUID later = id(
                verifier::check,
                new JsonObject().put("exp", verifier.clock.instant().getEpochSecond() + 1000));
        UUID otherUser = id(verifier::check, new JsonObject().put("sub", "bob"));
        UUID sameUserElsewhere = id(other::check, otherIssuer);

        // Then
        assertThat(later).isEqualTo(id);
        assertThat(List.of(id, otherUser, sameUserElsewhere)).doesNotHaveDuplicates();
    }

    @Test
    void shouldExplainThatAValidTokenHasNoRole() {
        // Given
        String token = verifier.signed(new JsonObject().put("groups", List.of("sales")));

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
        String token = verifier.signed(times(new JsonObject(change)));

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
        String token = verifier.signed(times(new JsonObject(change)));

        // When
        OpenIdCheck check = verifier.check(token);

        // Then
        assertThat(check).isInstanceOf(Accepted.class);
    }

    @Test
    void shouldRefuseATokenThatExpiresMeanwhile() {
        // Given
        String token = verifier.signed(Verifier.NONE);
        OpenIdCheck before = verifier.check(token);

        // When
        verifier.clock.advance(Duration.ofSeconds(331));

        // Then
        assertThat(before).isInstanceOf(Accepted.class);
        assertThat(verifier.check(token)).isInstanceOf(Refused.class);
    }

    @Test
    void shouldRefuseTokensThatAreTooLong() {
        // Given
        String longest = verifier.signed(new JsonObject().put("padding", "x".repeat(5000)));
        String tooLong = verifier.signed(new JsonObject().put("padding", "x".repeat(8000)));

        // When
        OpenIdCheck check = verifier.check(tooLong);

        // Then
        assertThat(((Refused) check).reason()).isEqualTo("The token has more than 8192 characters.");
        assertThat(verifier.check(longest)).isInstanceOf(Accepted.class);
    }

    private UUID id(Function<String, OpenIdCheck> check, JsonObject changes) {
        return ((Accepted) check.apply(verifier.signed(changes))).caller().token();
    }

    /** Makes absolute times of seconds from now. */
    private JsonObject times(JsonObject changes) {
        UnaryOperator<Object> absolute = value ->
                value instanceof Integer seconds ? verifier.clock.instant().getEpochSecond() + seconds : value;
        for (String time : List.of("exp", "nbf")) {
            if (changes.containsKey(time) && changes.getValue(time) != null) {
                changes.put(time, absolute.apply(changes.getValue(time)));
            }
        }
        return changes;
    }
}
