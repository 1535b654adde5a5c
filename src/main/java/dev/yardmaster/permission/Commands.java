package dev.yardmaster.permission;

import dev.yardmaster.shell.ShellCommand;
import dev.yardmaster.shell.ShellParser;
import dev.yardmaster.shell.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the commands that a command runs: those of {@code bash -c}, {@code env}, {@code xargs}, {@code find -exec} and the like. */
final class Commands {
    /** Programs that run the words after them. */
    private static final Set<String> PREFIXES = Set.of(
            "env",
            "nohup",
            "nice",
            "timeout",
            "xargs",
            "sudo",
            "doas",
            "command",
            "exec",
            "builtin",
            "setsid",
            "stdbuf",
            "ionice",
            "watch",
            "time",
            "chroot",
            "unshare",
            "nsenter",
            "strace",
            "flock",
            "parallel",
            "ssh");

    private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ksh", "ash");

    /** Programs that run text that can't be seen here. */
    private static final Set<String> OPAQUE = Set.of(
            // Of the shell itself.
            "eval",
            "source",
            ".",
            "trap",
            "alias",
            "enable",
            "hash",
            "fc",
            "mapfile",
            "readarray",
            "complete",
            // Other shells.
            "busybox",
            "toybox",
            "fish",
            "csh",
            "tcsh",
            "rbash",
            "mksh",
            "yash",
            "nu",
            "pwsh",
            "xonsh",
            // Programs that run others in a way of their own.
            "su",
            "runuser",
            "pkexec",
            "script",
            "systemd-run",
            "taskset",
            "chrt",
            "setpriv",
            "fakeroot",
            "entr",
            "caffeinate",
            "unbuffer",
            "xvfb-run",
            "start-stop-daemon");

    /** A longer text, or one with more commands, is not looked into. */
    private static final int LONGEST = 100_000;

    private static final int MOST = 1_000;

    private static final Set<String> FIND_RUNS = Set.of("-exec", "-execdir", "-ok", "-okdir");
    private static final Set<String> FIND_WRITES = Set.of("-delete", "-fprint", "-fprint0", "-fprintf", "-fls");

    /** What xargs adds to a command, or find puts in place of {@code {}}. */
    private static final ShellWord READ = new ShellWord("{}", false, false);

    private Commands() {}

    /** All commands of a text, also those that its commands run; empty if they can't all be found. */
    static Optional<List<ShellCommand>> of(String text) {
        return text.length() > LONGEST ? Optional.empty() : of(text, 0).filter(commands -> commands.size() <= MOST);
    }

    private static Optional<List<ShellCommand>> of(String text, int depth) {
        return depth > 5
                ? Optional.empty()
                : ShellParser.parse(text).flatMap(commands -> {
                    List<ShellCommand> all = new ArrayList<>();
                    for (ShellCommand command : commands) {
                        all.add(command);
                        Optional<List<ShellCommand>> inner = inner(command, depth);
                        if (inner.isEmpty()) {
                            return Optional.empty();
                        }
                        all.addAll(inner.get());
                    }
                    return Optional.of(all);
                });
    }

    private static Optional<List<ShellCommand>> inner(ShellCommand command, int depth) {
        String program = command.program();
        if (OPAQUE.contains(program)) {
            return Optional.empty();
        }
        if (SHELLS.contains(program)) {
            return script(command).flatMap(script -> of(script, depth + 1));
        }
        if (program.equals("find")) {
            return found(command, depth);
        }
        return PREFIXES.contains(program) ? prefixed(command, depth) : Optional.of(List.of());
    }

    /** The text of {@code bash -c TEXT}. What a shell reads from elsewhere can't be seen here. */
    private static Optional<String> script(ShellCommand command) {
        List<ShellWord> words = command.words();
        return words.size() == 3
                        && words.get(1).text().matches("-l?c")
                        && words.get(2).fixed()
                ? Optional.of(words.get(2).text())
                : Optional.empty();
    }

    /**
     * The command after a prefix, with the options and assignments of the prefix left out. An option can have a value, so after an option
     * only a command without doubt counts: it is not found, and people are asked.
     */
    private static Optional<List<ShellCommand>> prefixed(ShellCommand command, int depth) {
        List<ShellWord> rest = command.words().subList(1, command.words().size());
        boolean assignments = false;
        int at = 0;
        while (at < rest.size() && rest.get(at).text().matches("(?s)[A-Za-z_]\\w*=.*")) {
            assignments = true;
            at++;
        }
        if (command.program().equals("timeout")
                && at < rest.size()
                && rest.get(at).text().matches("[\\d.]+[smhd]?")) {
            at++;
        }
        if (at == rest.size()) {
            return command.program().equals("env") ? Optional.of(List.of()) : Optional.empty();
        }
        ShellWord first = rest.get(at);
        if (!first.fixed() || first.text().startsWith("-") || OPTIONAL_TARGET.contains(command.program())) {
            return Optional.empty();
        }
        List<ShellWord> words = new ArrayList<>(rest.subList(at, rest.size()));
        if (command.program().equals("xargs")) {
            words.add(READ);
        }
        return withInner(new ShellCommand(assignments, words, List.of()), depth);
    }

    /** Prefixes whose first word is no program. */
    private static final Set<String> OPTIONAL_TARGET =
            Set.of("ssh", "chroot", "flock", "nsenter", "unshare", "watch", "parallel");

    /** A word that the shell changes could become an option that runs something. */
    private static Optional<List<ShellCommand>> found(ShellCommand command, int depth) {
        if (!command.isFixed()) {
            return Optional.empty();
        }
        List<ShellCommand> all = new ArrayList<>();
        List<ShellWord> words = command.words();
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i).text();
            if (FIND_WRITES.contains(word)) {
                return Optional.empty();
            }
            if (FIND_RUNS.contains(word)) {
                int end = endOfRun(words, i + 1);
                Optional<List<ShellCommand>> inner = executed(words.subList(i + 1, end), depth);
                if (end == words.size() || inner.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(inner.get());
                i = end;
            }
        }
        return Optional.of(all);
    }

    private static int endOfRun(List<ShellWord> words, int start) {
        int end = start;
        while (end < words.size() && !Set.of(";", "+").contains(words.get(end).text())) {
            end++;
        }
        return end;
    }

    /** The command of {@code -exec}, in whose arguments the name of any file can stand. */
    private static Optional<List<ShellCommand>> executed(List<ShellWord> words, int depth) {
        List<ShellWord> known = words.stream()
                .map(word -> word.text().contains("{}") ? new ShellWord(word.text(), false, word.quoted()) : word)
                .toList();
        return known.isEmpty() || !known.getFirst().fixed()
                ? Optional.empty()
                : withInner(new ShellCommand(false, known, List.of()), depth);
    }

    private static Optional<List<ShellCommand>> withInner(ShellCommand command, int depth) {
        return depth > 5
                ? Optional.empty()
                : inner(command, depth + 1).map(inner -> {
                    List<ShellCommand> all = new ArrayList<>(List.of(command));
                    all.addAll(inner);
                    return all;
                });
    }
}
