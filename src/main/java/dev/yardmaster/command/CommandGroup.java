package dev.yardmaster.command;

import java.util.List;

/**
 * The commands for one kind of thing.
 *
 * @param name the first word, such as {@code agent}
 * @param summary one sentence for the help
 * @param commands the commands in the order of the help; one with an empty name is the word of the group itself
 */
public record CommandGroup(String name, String summary, List<ApiCommand> commands) {}
