package dev.yardmaster.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The parameters of a query such as {@code state=open&state=done}, for tests of what reads them. */
public record QueryText(String text) {
    /** The value of a parameter that occurs at most once. */
    public Optional<String> one(String name) {
        return values(name).findFirst();
    }

    /** All values of a parameter. */
    public List<String> all(String name) {
        return values(name).toList();
    }

    private Stream<String> values(String name) {
        return Arrays.stream(text.split("&"))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1));
    }
}
