package dev.yardmaster.worktree;

import dev.yardmaster.git.Git;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Entries of an index or a tree for the repositories inside a work tree. Such an entry has the id of the repository's commit, and nothing of its
 * files. Blocks.
 *
 * @param git in the work tree
 * @param paths where repositories are, relative to the work tree
 */
record Gitlinks(Git git, List<String> paths) {
    /** As many paths as fit into a command. */
    private static final int BATCH = 200;

    static Gitlinks at(Git git, List<Path> repositories) {
        return new Gitlinks(
                git,
                repositories.stream()
                        .map(it -> git.directory().relativize(it).toString())
                        .toList());
    }

    /**
     * Takes the entries out of an index, so that git does not look whether these repositories have changed. For that it would start git in
     * them, with programs that their own configuration names.
     */
    void removeFrom(Git index) {
        batches().forEach(batch -> index.run(command(List.of("update-index", "--force-remove", "--"), batch)));
    }

    /** The repositories that have an entry in a tree or commit, but none in another one, if there is another one. */
    List<String> added(Optional<String> before, String after) {
        Set<String> old = before.map(this::in).orElse(Set.of());
        return in(after).stream().filter(it -> !old.contains(it)).sorted().toList();
    }

    private Set<String> in(String tree) {
        return batches().stream()
                .map(batch -> git.run(command(List.of("ls-tree", "-z", tree, "--"), batch)))
                .flatMap(entries -> Arrays.stream(entries.split("\0")))
                .filter(entry -> entry.startsWith("160000 "))
                .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                .collect(Collectors.toSet());
    }

    private List<List<String>> batches() {
        List<List<String>> batches = new ArrayList<>();
        for (int start = 0; start < paths.size(); start += BATCH) {
            batches.add(paths.subList(start, Math.min(paths.size(), start + BATCH)));
        }
        return batches;
    }

    private static String[] command(List<String> command, List<String> paths) {
        List<String> all = new ArrayList<>(command);
        all.addAll(paths);
        return all.toArray(String[]::new);
    }
}
