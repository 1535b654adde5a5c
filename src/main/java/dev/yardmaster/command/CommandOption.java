package dev.yardmaster.command;

/**
 * An option of a command.
 *
 * @param name with its dashes, such as {@code --role}
 * @param label what stands for the value in the help, such as {@code ROLE}
 * @param field the query parameter or the field of the body
 * @param place where the value goes
 * @param type how the text becomes a value
 * @param description one sentence for the help
 */
public record CommandOption(
        String name, String label, String field, Place place, ValueType type, String description) {
    /** Where a value goes. */
    public enum Place {
        QUERY,
        BODY
    }
}
