package dev.yardmaster.openid;

import io.netty.util.NetUtil;
import java.net.URI;
import java.net.URISyntaxException;

/** Which URLs the service asks for keys. Who can change the response can make tokens, so the connection has to be protected. */
final class IssuerUrl {
    static final String REQUIREMENT =
            "an https URL without a query and a fragment (http is allowed for localhost and 127.0.0.1 only)";

    private IssuerUrl() {}

    static boolean isAllowed(String text) {
        try {
            URI url = new URI(text);
            return url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && isProtected(url);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean isProtected(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || "http".equalsIgnoreCase(url.getScheme()) && isLoopback(url.getHost());
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.startsWith("127.") && NetUtil.isValidIpV4Address(host);
    }
}
