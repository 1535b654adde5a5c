package dev.yardmaster.command;

import java.util.List;

/**
 * An option of a command, or a positional argument after its words.
 *
 * @param names the names of an option with their dashes, the full one last; for a positional argument the word that stands for it in the help
 * @param label the word that stands for the value in the help, such as {@code ROLE}; it ends with … if there can be several values
 * @param field the path variable, the query parameter or the field of the body
 * @param place where the value goes
 * @param type how the text becomes a value
 * @param description one sentence for the help
 */
public record Argument(
        List<String> names, String label, String field, Place place, ValueType type, String description) {
    /** The option of lists for a part of them. */
    static final Argument LIMIT =
            option("-n,--limit", "N", "limit", Place.QUERY, ValueType.INTEGER, "The most items; by default all.");

    /** Where a value goes. */
    public enum Place {
        PATH,
        QUERY,
        BODY,
        /** Nowhere: the value names the field of the answer that the command prints. */
        ANSWER
    }

    /** @param names the names of an option, separated by commas */
    static Argument option(String names, String label, String field, Place place, ValueType type, String description) {
        return new Argument(List.of(names.split(",")), label, field, place, type, description);
    }

    static Argument positional(String label, String field, Place place, ValueType type, String description) {
        return new Argument(List.of(label), label, field, place, type, description);
    }

    /** The full name. */
    public String name() {
        return names.getLast();
    }

    boolean isPositional() {
        return !name().startsWith("-");
    }

    boolean isRepeated() {
        return label.endsWith("…");
    }
}
