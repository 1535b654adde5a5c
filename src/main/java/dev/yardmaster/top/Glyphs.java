package dev.yardmaster.top;

import dev.yardmaster.terminal.PlainText;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** Replaces characters that a terminal can't show, such as bars in the C locale. A replacement takes as many columns. Not thread-safe. */
final class Glyphs {
    private static final Map<Integer, String> ASCII = Map.of(
            (int) '█', "#", (int) '░', ".", (int) '·', "-", (int) '…', "~", (int) '×', "x", (int) '↑', "^", (int) '↓',
            "v");

    private final CharsetEncoder encoder;

    Glyphs(Charset charset) {
        encoder = charset.newEncoder();
    }

    AttributedString encodable(AttributedString line) {
        if (encoder.canEncode(line)) {
            return line;
        }
        var shown = new AttributedStringBuilder();
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            String character = Character.toString(line.codePointAt(i));
            shown.append(encoder.canEncode(character) ? character : replacement(character), line.styleAt(i));
        }
        return shown.toAttributedString();
    }

    private static String replacement(String character) {
        return ASCII.getOrDefault(character.codePointAt(0), "?".repeat(PlainText.width(character)));
    }
}
