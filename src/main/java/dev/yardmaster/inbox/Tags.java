package dev.yardmaster.inbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tags in the text of a message that a CLI or a model can take for a part of its own prompt, such as {@code <system-reminder>}. CLIs name such
 * tags with a hyphen, an underscore or a colon, or with a word of a prompt. Other tags, such as those of HTML, stay.
 */
final class Tags {
    /** Shown in the place of the bracket that begins such a tag. */
    static final String BRACKET = "‹";

    private static final String WORDS =
            "system|assistant|human|user|instructions?|developer|tools?|reminder|thinking|command";

    // Invisible characters and spaces do not keep a model from reading the tag.
    private static final String SKIPPED = "[\\s\\p{Cf}\\p{Cc}]*+";

    private static final Pattern OWN_TAG = Pattern.compile(
            "[<＜](?=" + SKIPPED + "[/!?|]?" + SKIPPED + "(?:(?:" + WORDS + ")\\b|[\\p{L}\\p{N}\\p{Cf}]+[-_:|]))",
            Pattern.CASE_INSENSITIVE);

    private Tags() {}

    /** The text with such tags made harmless. */
    static String defang(String text) {
        return OWN_TAG.matcher(text).replaceAll(Matcher.quoteReplacement(BRACKET));
    }
}
