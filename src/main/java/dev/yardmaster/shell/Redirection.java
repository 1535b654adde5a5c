package dev.yardmaster.shell;

/**
 * A redirection of a command.
 *
 * @param writes whether the shell opens the target for writing
 * @param target the file, or the text of a here-document
 */
public record Redirection(boolean writes, ShellWord target) {}
