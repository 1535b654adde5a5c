package dev.yardmaster.webhook;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The URL of a webhook.
 *
 * @param host a name, or an address without brackets
 * @param target the path with the query
 */
public record WebhookUrl(boolean secure, String host, int port, String target) {
    /** Parses a URL; throws {@code invalid_request} with the field and what to change. */
    public static WebhookUrl of(String text) {
        URI url = parsed(text);
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("must begin with http:// or https://");
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            throw invalid("must have a host, such as https://example.com/hook, and a valid port if it has one");
        }
        if (url.getRawUserInfo() != null) {
            throw invalid("must not have a user or password. Use the signature to authenticate deliveries");
        }
        if (url.getRawFragment() != null) {
            throw invalid("must not have a fragment, which is never sent. Remove the part after '#'");
        }
        boolean secure = scheme.equals("https");
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        return new WebhookUrl(secure, withoutBrackets(url.getHost()), port, target(url));
    }

    /** Leaves out the path, which can hold a secret. */
    @Override
    public String toString() {
        return "WebhookUrl[host=" + host + ", port=" + port + "]";
    }

    private static URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw invalid("is not a valid URL. Correct or percent-encode the character at position "
                    + (Math.max(e.getIndex(), 0) + 1));
        }
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static YardmasterException invalid(String problem) {
        return YardmasterException.ofField(ErrorCode.INVALID_REQUEST, "url", problem);
    }
}
