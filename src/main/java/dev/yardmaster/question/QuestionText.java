package dev.yardmaster.question;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the messages about questions say. Pure. */
final class QuestionText {
    private QuestionText() {}

    /** The message with which a question is asked. */
    static String asked(
            String text,
            List<String> options,
            boolean blocks,
            Optional<Instant> deadline,
            Optional<String> defaultAnswer) {
        var message = new StringBuilder(text).append("\n\n[This is a question.");
        if (!options.isEmpty()) {
            message.append(" Suggested answers: ")
                    .append(String.join(" | ", options))
                    .append(".");
        }
        message.append(" Answer it with a reply to this message.");
        if (blocks) {
            message.append(" The task of the agent that asks waits for the answer.");
        }
        deadline.ifPresent(at -> message.append(" Answer before ").append(at).append(otherwise(defaultAnswer)));
        return message.append(']').toString();
    }

    private static String otherwise(Optional<String> defaultAnswer) {
        return defaultAnswer.map(it -> ", else this counts: " + it).orElse(", else the agent decides itself.");
    }

    /** The message that tells the agent that its question has expired. */
    static String expired(Question question) {
        return "Your question was not answered in time: " + question.text() + "\n\n"
                + question.defaultAnswer()
                        .map(answer -> "Your default counts as the answer: " + answer)
                        .orElse("Decide yourself as a careful colleague would, and say so at the end.");
    }

    /** The message that tells the agent that a person has withdrawn its question. */
    static String withdrawn(Question question, String by) {
        return "Your question was withdrawn by '" + by + "': " + question.text()
                + "\n\nDecide yourself as a careful colleague would, and say so at the end.";
    }

    /** The message that brings a question to people. */
    static String moved(Question question, String reason) {
        return asked(
                        question.text(),
                        question.options(),
                        question.blocking() && question.task().isPresent(),
                        question.deadline(),
                        question.defaultAnswer())
                + "\n\n[It was asked to " + question.to().inWords() + ". " + reason + "]";
    }

    /** What a waiting task waits for. */
    static String waitsFor(Question question) {
        return "It waits for an answer of " + question.to().inWords() + " to the question " + question.id() + ": "
                + shortened(question.text());
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
