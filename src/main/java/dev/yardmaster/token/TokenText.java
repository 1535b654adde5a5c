package dev.yardmaster.token;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The form of tokens, of one-time codes, and of the texts in the cookies of logins: {@code ym_} and 256 random bits in 43 characters. The
 * tokens of sessions begin with {@code yms_}.
 */
public final class TokenText {
    private static final String PREFIX = "ym_";
    private static final int RANDOM_BYTES = 32;
    private static final String SESSION_PREFIX = "yms_";
    private static final Pattern FORM = Pattern.compile("ym_[A-Za-z0-9_-]{43}");
    private static final Pattern SESSION_FORM = Pattern.compile("yms_[A-Za-z0-9_-]{43}");

    private TokenText() {}

    static boolean hasForm(String text) {
        return FORM.matcher(text).matches();
    }

    static boolean hasFormOfSession(String text) {
        return SESSION_FORM.matcher(text).matches();
    }

    /** A new random text. */
    public static String create() {
        return PREFIX + random();
    }

    /** A new random text for a session. */
    static String createForSession() {
        return SESSION_PREFIX + random();
    }

    private static String random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
