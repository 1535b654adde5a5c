package dev.yardmaster.worktree;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;

/** The names of a task's worktree. Pure. */
final class WorktreeName {
    private static final int MAX_SLUG = 40;
    /** More than a slug can need, of any script. */
    private static final int MAX_READ = 1000;

    private WorktreeName() {}

    /** The last 12 digits of a task's id. The first ones are its time, so tasks of the same minute share them. */
    static String shortId(UUID task) {
        String digits = task.toString();
        return digits.substring(digits.lastIndexOf('-') + 1);
    }

    /** The branch of a task, such as {@code yardmaster/5e0c1f0a7b21-fix-the-login}; valid for git, whatever the title is. */
    static String branch(UUID task, String title) {
        String slug = slug(title);
        return "yardmaster/" + shortId(task) + (slug.isEmpty() ? "" : "-" + slug);
    }

    private static String slug(String title) {
        String start = title.substring(0, Math.min(title.length(), MAX_READ));
        String plain = Normalizer.normalize(start, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-", "");
        return plain.substring(0, Math.min(plain.length(), MAX_SLUG)).replaceAll("-$", "");
    }
}
