package dev.yardmaster.merge;

import java.util.regex.Pattern;

/** The message of a squash commit. Pure. */
final class CommitMessage {
    /** The trailer by which the commit of a review is found. */
    static final String REVIEW = "Yardmaster-Review";

    /** A line of an agent that reads like a trailer of the service. */
    private static final Pattern OWN_TRAILER =
            Pattern.compile("^(?=\\h*yardmaster-)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_RESULT = 10_000;

    private CommitMessage() {}

    /** The title of the task, what the agent reported, and trailers with the ids of the task and the review. */
    static String of(Work work) {
        String title = shortened(work.title().replaceAll("\\s+", " ").strip(), LONGEST_TITLE);
        String result = OWN_TRAILER
                .matcher(shortened(work.result().strip(), LONGEST_RESULT))
                .replaceAll("> ");
        return (title.isEmpty() ? "Task " + work.task() : title)
                + (result.isEmpty() ? "" : "\n\n" + result)
                + "\n\nYardmaster-Task: " + work.task() + "\n" + REVIEW + ": " + work.review();
    }

    private static String shortened(String text, int length) {
        // Not between the two halves of a character.
        int end = text.offsetByCodePoints(0, Math.min(text.codePointCount(0, text.length()), length));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }
}
