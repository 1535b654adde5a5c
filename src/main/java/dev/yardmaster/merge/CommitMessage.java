package dev.yardmaster.merge;

import java.util.UUID;

/** The message of a squash commit. Pure. */
final class CommitMessage {
    private static final String REVIEW = "Yardmaster-Review: ";
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_RESULT = 10_000;

    private CommitMessage() {}

    /** The title of the task, what the agent reported, and trailers with the ids of the task and the review. */
    static String of(Work work) {
        String title = shortened(work.title().replaceAll("\\s+", " ").strip(), LONGEST_TITLE);
        String result = shortened(work.result().strip(), LONGEST_RESULT);
        return (title.isEmpty() ? "Task " + work.task() : title)
                + (result.isEmpty() ? "" : "\n\n" + result)
                + "\n\nYardmaster-Task: " + work.task() + "\n" + trailer(work.review());
    }

    /** The line by which the commit of a review is found. */
    static String trailer(UUID review) {
        return REVIEW + review;
    }

    private static String shortened(String text, int length) {
        // Not between the two halves of a character.
        int end = text.offsetByCodePoints(0, Math.min(text.codePointCount(0, text.length()), length));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }
}
