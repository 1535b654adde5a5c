package dev.yardmaster.mcp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Validates the URL of an MCP server. The messages do not repeat the URL, which can contain secrets. */
final class McpUrl {
    private static final Pattern SCHEME = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

    /** A variable in the form of configuration files of MCP clients, such as <code>${KEY}</code> or <code>{env:KEY}</code>. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{[\\w:.-]{1,64}}|\\{(?:env|file):[^}]{1,64}}|\\{\\w{1,64}}");

    private McpUrl() {}

    /** What is wrong with a URL, as the end of a sentence about its server; empty if the URL is valid. */
    static Optional<String> problem(String url) {
        if (!SCHEME.matcher(url).lookingAt()) {
            return Optional.of("needs a URL that begins with http:// or https://");
        }
        Matcher variable = VARIABLE.matcher(url);
        if (variable.find()) {
            return Optional.of("needs a URL without variables, because Yardmaster does not replace '" + variable.group()
                    + "'. Write the value instead, or send it in a header");
        }
        try {
            return new URI(url).getRawAuthority() == null
                    ? Optional.of("needs a URL with a host, such as https://example.com/mcp")
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.of(syntaxProblem(url, e.getIndex()));
        }
    }

    private static String syntaxProblem(String url, int index) {
        if (index < 0 || index >= url.length()) {
            return "needs a URL with a host, such as https://example.com/mcp";
        }
        int character = url.codePointAt(index);
        String shown = Character.isISOControl(character) || Character.isWhitespace(character)
                ? "a space or a control character"
                : "the character '" + Character.toString(character) + "'";
        return "needs a URL without " + shown + " at position " + (index + 1) + ". Percent-encode this character";
    }
}
