package dev.yardmaster.login;

import dev.yardmaster.token.TokenAuthenticator;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** Creates the link with which the person who has started the service logs in. */
@Singleton
public class LoginLink {
    private final TokenAuthenticator tokens;
    private final LoginCodes codes;

    LoginLink(TokenAuthenticator tokens, LoginCodes codes) {
        this.tokens = tokens;
        this.codes = codes;
    }

    /**
     * A link that is good for one login with the admin token of the home, within ten minutes; empty if that token is revoked. The code is in
     * the fragment, which browsers don't send, so it gets into no log of a server.
     *
     * @param service the address of the service
     */
    public Optional<URI> create(URI service) {
        return tokens.home().map(caller -> service.resolve("/login/#code=" + codes.create(caller.token())));
    }
}
