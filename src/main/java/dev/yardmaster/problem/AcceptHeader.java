package dev.yardmaster.problem;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The media types that a client accepts, as its {@code Accept} headers list them. */
final class AcceptHeader {
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]++";
    private static final String QUALITY = "[qQ]\\s*+=\\s*+(?:0?\\.[0-9]++|1\\.0*+|[01])";
    private static final String PARAMETER = "(?![qQ]\\s*+=)" + TOKEN + "(?:\\s*+=\\s*+(?:" + TOKEN + "|\"[^\"]*+\"))?+";

    // Old Java clients send a lone '*' instead of '*/*'.
    private static final Pattern RANGE = Pattern.compile(
            "(?:\\*|" + TOKEN + "/" + TOKEN + ")(?:\\s*+;\\s*+(?:" + QUALITY + "|" + PARAMETER + "))*+");
    private static final Pattern LONE_STAR = Pattern.compile("^\\*(?!/)");

    private AcceptHeader() {}

    /**
     * The valid media ranges as one header; empty if there is none. A client that reads problems can read every JSON: a generated client
     * accepts nothing else where a successful response has no body.
     *
     * @param headers the values of all {@code Accept} headers
     */
    static Optional<String> valid(List<String> headers) {
        String ranges = elements(headers)
                .filter(range -> RANGE.matcher(range).matches())
                .map(range -> LONE_STAR.matcher(range).replaceFirst("*/*"))
                .collect(Collectors.joining(", "));
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        boolean problemsOnly = ranges.contains(Problem.MEDIA_TYPE) && !ranges.contains("application/json");
        return Optional.of(problemsOnly ? ranges + ", application/json;q=0.1" : ranges);
    }

    /** Whether the headers list nothing at all, which is the same as no header. */
    static boolean isBlank(List<String> headers) {
        return elements(headers).findAny().isEmpty();
    }

    private static Stream<String> elements(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty());
    }
}
