package dev.yardmaster.testkit.mcp;

import dev.yardmaster.mcp.McpServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random MCP servers with texts that configuration formats often handle wrongly. The same seed creates the same servers. Texts can contain any
 * character except NUL, including lone surrogates. Names of servers and variables contain no opening braces; they begin with a number, which
 * makes them distinct.
 */
public final class FaultyMcpServers {
    private static final int MAX_PIECES = 12;
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            ".",
            "-",
            "_",
            " ",
            "/",
            "\\",
            "\"",
            "'",
            "\"\"\"",
            "'''",
            "\n",
            "\r",
            "\t",
            "\b",
            "\f",
            "\u0001",
            "\u001b[0m",
            "\u007f",
            "\u0085",
            "\u00a0",
            "é",
            "ß",
            "☃",
            "\u2028",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "😀",
            "\ud800",
            "\udc00",
            "=",
            "#",
            ",",
            "{",
            "}",
            "[",
            "]",
            "$",
            "${HOME}",
            "${HOME",
            "$HOME",
            "${X:-y}",
            "{env:HOME}",
            "{file:/etc/hostname}",
            "\\u0041",
            "\\u007benv:HOME}",
            "\\",
            "true",
            "42",
            "2020-01-01",
            "--",
            "\\/",
            "é");

    private final Random random;

    public FaultyMcpServers(long seed) {
        random = new Random(seed);
    }

    /** Returns this number of servers with distinct names. */
    public List<McpServer> next(int count) {
        return IntStream.range(0, count).mapToObj(this::server).toList();
    }

    /** Returns a random text, which is often empty. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(MAX_PIECES); i > 0; i--) {
            text.append(piece());
        }
        return text.toString();
    }

    /** Replaces each lone surrogate by U+FFFD, like a conversion to UTF-8 and back. */
    public static String wellFormed(String text) {
        StringBuilder wellFormed = new StringBuilder();
        text.codePoints()
                .map(character -> Character.getType(character) == Character.SURROGATE ? 0xfffd : character)
                .forEach(wellFormed::appendCodePoint);
        return wellFormed.toString();
    }

    private McpServer server(int number) {
        String name = number + name();
        return random.nextInt(4) == 0
                ? new McpServer.Http(name, "http://127.0.0.1/" + text(), map())
                : new McpServer.Stdio(
                        name,
                        "x" + text(),
                        Stream.generate(this::text).limit(random.nextInt(5)).toList(),
                        map());
    }

    private String name() {
        return text().replace('{', '(');
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(i + name(), text());
        }
        return map;
    }

    private String piece() {
        return random.nextBoolean()
                ? PIECES.get(random.nextInt(PIECES.size()))
                : String.valueOf((char) (1 + random.nextInt(Character.MAX_VALUE)));
    }
}
