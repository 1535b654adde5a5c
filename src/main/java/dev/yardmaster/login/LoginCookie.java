package dev.yardmaster.login;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie of a login. Scripts can't read it, and browsers send it only with requests that a page of the service itself causes. Behind TLS
 * it also has the prefix {@code __Host-}, so no other host and no page without TLS can set it.
 */
public final class LoginCookie {
    /** The name without TLS. */
    public static final String NAME = "yardmaster-login";

    private static final String PREFIX = "__Host-";

    private LoginCookie() {}

    /** The text of the cookie of a request. */
    public static Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(name(isTls(request)))).map(Cookie::getValue);
    }

    /** The header that makes the browser keep the cookie, or remove it if the lifetime is zero. */
    static String header(HttpServerRequest request, String text, Duration lifetime) {
        return header(isTls(request), text, lifetime);
    }

    static String header(boolean tls, String text, Duration lifetime) {
        return Cookie.cookie(name(tls), text)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(tls)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(lifetime.toSeconds())
                .encode();
    }

    private static String name(boolean tls) {
        return tls ? PREFIX + NAME : NAME;
    }

    /** A proxy reports TLS by a header, which Quarkus turns into the scheme if the proxy is trusted. */
    private static boolean isTls(HttpServerRequest request) {
        return "https".equals(request.scheme());
    }
}
