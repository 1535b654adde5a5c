package dev.yardmaster.openid;

import dev.yardmaster.openid.OpenIdCheck.Refused;
import dev.yardmaster.token.TokenAuthenticator;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks the tokens of the configured issuer. Without an issuer it does nothing, and no class of the library is loaded. For any thread. */
@Singleton
public class OpenIdTokens {
    private final Optional<OpenIdSettings> settings;
    private final Optional<IssuerKeys> keys;
    private final Consumer<String> failures;

    @Inject
    OpenIdTokens(OpenIdConfig config, TokenAuthenticator tokens) {
        this(OpenIdSettings.of(config), address -> {
            tokens.requirePatience(address);
            tokens.failed(address);
        });
    }

    /** @param failures counts a wrong token of an address; throws {@code too_many_attempts} if there were too many */
    OpenIdTokens(Optional<OpenIdSettings> settings, Consumer<String> failures) {
        this.settings = settings;
        this.failures = failures;
        this.keys = settings.map(it -> new IssuerKeys(
                new KeyDownload(it.issuer(), it.jwks(), KeyDownload.TIMEOUT),
                InstantSource.system(),
                Thread::startVirtualThread));
    }

    void start(@Observes StartupEvent event) {
        keys.ifPresent(IssuerKeys::prepare);
    }

    /** Whether a token has to be checked here: an issuer is configured, and the token has a dot, which no token of Yardmaster has. */
    public boolean handles(String token) {
        return settings.isPresent() && token.indexOf('.') >= 0;
    }

    /**
     * Checks a token that this class {@linkplain #handles handles}, on a virtual thread. Counts a wrong one as an attempt of the address. Fails
     * with {@code too_many_attempts}, or {@code issuer_unavailable} if the keys of the issuer could not be read since the start.
     *
     * @param address where the request comes from
     */
    public Uni<OpenIdCheck> check(String token, String address) {
        return Uni.createFrom().item(() -> checked(token, address)).runSubscriptionOn(Thread::startVirtualThread);
    }

    private OpenIdCheck checked(String token, String address) {
        var verifier = new TokenVerifier(settings.orElseThrow(), keys.orElseThrow(), InstantSource.system());
        OpenIdCheck check = verifier.check(token);
        if (check instanceof Refused) {
            failures.accept(address);
        }
        return check;
    }
}
