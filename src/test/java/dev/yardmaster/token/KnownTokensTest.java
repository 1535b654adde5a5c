package dev.yardmaster.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private final ManualClock clock = new ManualClock();
    private final KnownTokens tokens = new KnownTokens(clock);
    private final String text = TokenText.create();

    @Test
    void shouldKnowTheCallerOfAToken() {
        // Given
        tokens.replace(List.of(StoredTokens.valid(text), StoredTokens.valid(TokenText.create())));

        // When
        TokenCheck check = tokens.check(text);

        // Then
        assertThat(check).isInstanceOfSatisfying(KnownToken.class, known -> {
            assertThat(known.caller().name()).isEqualTo("ann");
            assertThat(known.caller().role()).isEqualTo(AccessRole.VIEWER);
        });
        assertThat(tokens.check(TokenText.create())).isEqualTo(TokenCheck.Unknown.INSTANCE);
    }

    @Test
    void shouldRefuseATokenFromItsExpiryOn() {
        // Given
        Instant expiry = clock.instant().plusSeconds(10);
        tokens.replace(List.of(StoredTokens.expiring(text, expiry)));
        TokenCheck before = tokens.check(text);

        // When
        clock.advance(Duration.ofSeconds(10));
        TokenCheck after = tokens.check(text);

        // Then
        assertThat(before).isInstanceOf(KnownToken.class);
        assertThat(after).isEqualTo(new TokenCheck.Refused("The token 'ann' expired at " + expiry + "."));
    }

    @Test
    void shouldForgetATokenThatIsRevoked() {
        // Given
        tokens.replace(List.of(StoredTokens.valid(text)));

        // When
        tokens.replace(List.of());

        // Then
        assertThat(tokens.check(text)).isEqualTo(TokenCheck.Unknown.INSTANCE);
    }

    @Test
    void shouldMakeATokenThatIsUsedKnownForRedaction() {
        // Given
        tokens.replace(List.of(StoredTokens.valid(text)));

        // When
        tokens.check(text);

        // Then
        assertThat(Redactor.of(Map.of()).redact("a " + text + " b")).isEqualTo("a *** b");
    }

    @Test
    void shouldRememberTheLastUseAcrossReloadsAndFailedWrites() {
        // Given
        StoredToken stored = StoredTokens.valid(text);
        tokens.replace(List.of(stored));
        tokens.check(text);
        tokens.replace(List.of(stored));

        // When
        Map<UUID, Instant> uses = tokens.takeUses();
        tokens.putBack(uses);

        // Then
        assertThat(uses).containsExactly(Map.entry(stored.token().id(), clock.instant()));
        assertThat(tokens.takeUses()).isEqualTo(uses);
        assertThat(tokens.takeUses()).isEmpty();
    }

    @Test
    void shouldKeepALaterUseIfAWriteFails() {
        // Given
        tokens.replace(List.of(StoredTokens.valid(text)));
        tokens.check(text);
        Map<UUID, Instant> failed = tokens.takeUses();
        clock.advance(Duration.ofSeconds(5));
        tokens.check(text);

        // When
        tokens.putBack(failed);

        // Then
        assertThat(tokens.takeUses().values()).containsExactly(clock.instant());
    }
}
