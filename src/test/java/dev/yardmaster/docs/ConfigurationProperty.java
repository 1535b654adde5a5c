package dev.yardmaster.docs;

import java.util.Optional;

/**
 * A configuration property as the reference documents it.
 *
 * @param name its full name, such as {@code yardmaster.session.idle-timeout}; a variable part stands in angle brackets
 * @param type what its value is, in words
 * @param fallback the default value
 * @param text what it means, as Markdown
 */
record ConfigurationProperty(String name, String type, Optional<String> fallback, String text) {
    String row() {
        return "| `" + name + "` | " + type + " | "
                + fallback.map(it -> "`" + it + "`").orElse("") + " | " + text + " |\n";
    }

    /** Whether a property that a document mentions is this one; a document may put any word for a variable part. */
    boolean isMentionedAs(String mention) {
        return mention.matches(name.replace(".", "\\.").replaceAll("<[^>]+>", "[A-Za-z0-9_<>-]+"));
    }
}
