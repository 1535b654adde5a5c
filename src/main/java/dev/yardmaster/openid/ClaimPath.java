package dev.yardmaster.openid;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a claim is in a token.
 *
 * @param path the name of the claim; dots lead into nested claims
 */
record ClaimPath(String path) {
    /** RFC 8693: the values of this claim are separated by spaces. */
    private static final String SCOPE = "scope";

    /** The texts of the claim: those of a list, or the only one. */
    Set<String> texts(Map<String, ?> claims) {
        Stream<?> values = find(claims, path).stream().flatMap(this::values);
        return values.filter(String.class::isInstance).map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    /** The claim, if it is a text that is not blank. */
    Optional<String> text(Map<String, ?> claims) {
        return find(claims, path)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank());
    }

    private Stream<?> values(Object claim) {
        return switch (claim) {
            case Iterable<?> list -> {
                Stream.Builder<Object> values = Stream.builder();
                list.forEach(values::add);
                yield values.build();
            }
            case String text when path.equals(SCOPE) -> Stream.of(text.split(" "));
            case Object other -> Stream.of(other);
        };
    }

    /** A name can contain dots itself, such as https://id.example/roles. So each beginning of the path can be a name; the longest counts. */
    private static Optional<Object> find(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> nested) {
                return find(nested, path.substring(dot + 1));
            }
        }
        return Optional.empty();
    }
}
