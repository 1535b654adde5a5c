package dev.yardmaster.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.testkit.ManualClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokenLookupTest {
    private static final String ADDRESS = "192.0.2.1";

    private final ManualClock clock = new ManualClock();
    private final Map<TokenHash, StoredToken> database = new HashMap<>();
    private final List<TokenHash> questions = new ArrayList<>();
    private final TokenLookup lookup = new TokenLookup(this::find, clock);
    private final String text = TokenText.create();

    @Test
    void shouldFindATokenThatAnotherServiceHasJustCreated() {
        // Given
        database.put(TokenHash.of(text), StoredTokens.valid(text));

        // When
        TokenCheck check = check(text);

        // Then
        assertThat(check).isInstanceOf(KnownToken.class);
    }

    @Test
    void shouldExplainWhyATokenIsNotValidAnyMore() {
        // Given
        String expired = TokenText.create();
        database.put(TokenHash.of(text), StoredTokens.revoked(text, clock.instant()));
        database.put(TokenHash.of(expired), StoredTokens.expiring(expired, clock.instant()));

        // When
        List<TokenCheck> checks = List.of(check(text), check(expired));

        // Then
        assertThat(checks)
                .containsExactly(
                        TokenCheck.Refused.revoked("ann", clock.instant()),
                        TokenCheck.Refused.expired("ann", clock.instant()));
    }

    @Test
    void shouldAskOnceForATokenThatIsRepeated() {
        // When
        List<TokenCheck> checks = List.of(check(text), check(text), check(text));

        // Then
        assertThat(checks).containsOnly(TokenCheck.Refused.NONE);
        assertThat(questions).hasSize(1);
    }

    @Test
    void shouldAskAgainAfterAWhileAndAfterAChange() {
        // Given
        check(text);

        // When
        clock.advance(RefusedTokens.LIFETIME);
        check(text);
        lookup.tokensChanged();
        check(text);

        // Then
        assertThat(questions).hasSize(3);
    }

    @Test
    void shouldNotAskForATextThatCanBeNoToken() {
        // When
        TokenCheck check = check("ym_short");

        // Then
        assertThat(check).isEqualTo(TokenCheck.Refused.NONE);
        assertThat(questions).isEmpty();
    }

    @Test
    void shouldNotAskForAnAddressThatTriesManyTokens() {
        // Given
        for (int i = 0; i < FailedAttempts.BURST; i++) {
            check(TokenText.create());
        }

        // When
        ThrowingCallable next = () -> check(text);

        // Then
        assertThatExceptionOfType(YardmasterException.class)
                .isThrownBy(next)
                .matches(e -> e.code() == ErrorCode.TOO_MANY_ATTEMPTS)
                .withMessageContaining("in 2 seconds");
        assertThat(questions).hasSize(FailedAttempts.BURST);
        assertThat(lookup.check(text, "192.0.2.2").await().atMost(Duration.ofSeconds(10)))
                .isEqualTo(TokenCheck.Refused.NONE);
    }

    @Test
    void shouldAskAFewQuestionsAtTheSameTime() {
        // Given
        var silent = new TokenLookup(_ -> Uni.createFrom().nothing(), clock);
        for (int i = 0; i < TokenLookup.MOST_AT_ONCE; i++) {
            silent.check(TokenText.create(), ADDRESS).subscribe().with(_ -> {}, _ -> {});
        }

        // When
        ThrowingCallable next = () -> silent.check(text, ADDRESS).await().atMost(Duration.ofSeconds(10));

        // Then
        assertThatExceptionOfType(YardmasterException.class)
                .isThrownBy(next)
                .matches(e -> e.code() == ErrorCode.TOO_MANY_ATTEMPTS);
    }

    @Test
    void shouldNotWaitLongForADatabaseThatDoesNotAnswer() {
        // Given
        var silent = new TokenLookup(_ -> Uni.createFrom().nothing(), clock);

        // When
        ThrowingCallable check = () -> silent.check(text, ADDRESS).await().atMost(Duration.ofSeconds(60));

        // Then
        assertThatExceptionOfType(YardmasterException.class)
                .isThrownBy(check)
                .matches(e -> e.code() == ErrorCode.DATABASE_UNAVAILABLE);
    }

    @Test
    void shouldNotTakeAFailureOfTheDatabaseForAWrongToken() {
        // Given
        var failing = new TokenLookup(_ -> Uni.createFrom().failure(new IllegalStateException("cut off")), clock);

        // When
        for (int i = 0; i < FailedAttempts.BURST; i++) {
            failing.check(TokenText.create(), ADDRESS).subscribe().with(_ -> {}, _ -> {});
        }

        // Then
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.check(text, ADDRESS).await().atMost(Duration.ofSeconds(10)))
                .withMessage("cut off");
    }

    private TokenCheck check(String token) {
        return lookup.check(token, ADDRESS).await().atMost(Duration.ofSeconds(10));
    }

    private Uni<Optional<StoredToken>> find(TokenHash hash) {
        questions.add(hash);
        return Uni.createFrom().item(Optional.ofNullable(database.get(hash)));
    }
}
