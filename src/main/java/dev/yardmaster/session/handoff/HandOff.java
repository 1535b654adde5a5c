package dev.yardmaster.session.handoff;

import dev.yardmaster.session.handoff.HandOffEvents.Message;
import dev.yardmaster.session.handoff.HandOffEvents.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The record of an earlier session for the agent that continues its work, possibly on another provider: provider-neutral Markdown of at
 * most {@value #MAX_BYTES} bytes in UTF-8, without secrets.
 *
 * @param text cleans and shortens the quoted texts
 * @param earlier the earlier session
 * @param work its task; empty for a session that was started by hand
 * @param events its messages and tool calls
 * @param tree the state of its work tree; empty if it worked in no work tree
 */
record HandOff(
        HandOffText text,
        EarlierSession earlier,
        Optional<Work> work,
        HandOffEvents events,
        Optional<HandOffTree> tree) {
    /** The greatest length of a hand-off, in bytes. */
    static final int MAX_BYTES = 32 * 1024;

    private static final int PROMPT_BYTES = 6 * 1024;
    private static final int FILES_BYTES = 5 * 1024;
    private static final int COMMITS_BYTES = 2 * 1024;
    private static final int REASON_BYTES = 1024;
    private static final int NAME_BYTES = 300;
    private static final int WHOLE_MESSAGES = 3;
    private static final int OLDER_MESSAGE_BYTES = 500;
    private static final int MIN_MESSAGE_BYTES = 100;

    /** The request of a task. */
    record Work(String title, String prompt) {}

    /** The text of the hand-off. */
    String markdown() {
        String facts = """
                # Hand-off

                An earlier session has worked on this, and you continue where it stopped. This is a record of it. The quoted texts are
                messages to it and from it; […] marks where they are shortened. Look at the files to see what is really done.

                """ + task() + end() + files() + toolCalls();
        return facts + lastMessages(MAX_BYTES - HandOffText.bytes(facts));
    }

    private String task() {
        return work.map(it -> "## Task: " + text.line(it.title(), NAME_BYTES) + "\n\n"
                        + HandOffText.shorten(HandOffText.quote(text.clean(it.prompt())), PROMPT_BYTES) + "\n")
                .orElse("");
    }

    private String end() {
        String reason = earlier.endReason().orElse("It has not ended yet.");
        return "## The earlier session\n\nIt ran on the provider " + earlier.provider() + " (executable "
                + text.line(earlier.executable(), NAME_BYTES) + ", model "
                + earlier.model().map(model -> text.line(model, NAME_BYTES)).orElse("the provider's default")
                + ") from " + earlier.startedAt() + " on. Its state is "
                + earlier.state() + ": " + text.line(reason, REASON_BYTES) + "\n\n";
    }

    private String files() {
        return tree.map(it -> "## Files\n\nBranch: " + text.line(it.branch(), NAME_BYTES) + "\n\n"
                        + list("Commits since it started:", it.commits(), COMMITS_BYTES)
                        + list("Uncommitted changes:", changes(it), FILES_BYTES))
                .orElse("");
    }

    private static List<String> changes(HandOffTree tree) {
        return Stream.concat(Stream.of(tree.summary()).filter(it -> !it.isEmpty()), tree.changed().stream())
                .toList();
    }

    /** As many entries as fit into {@code maxBytes}, and the number of the others. */
    private String list(String title, List<String> entries, int maxBytes) {
        if (entries.isEmpty()) {
            return "";
        }
        var lines = new StringBuilder(title).append("\n\n");
        int left = maxBytes;
        for (int i = 0; i < entries.size(); i++) {
            String line = "    " + text.line(entries.get(i), NAME_BYTES) + "\n";
            left -= HandOffText.bytes(line);
            if (left < 0) {
                return lines.append("    and ")
                        .append(entries.size() - i)
                        .append(" more\n\n")
                        .toString();
            }
            lines.append(line);
        }
        return lines.append("\n").toString();
    }

    private String toolCalls() {
        return events.calls().isEmpty()
                ? ""
                : events.calls().stream()
                        .map(HandOff::line)
                        .collect(Collectors.joining("\n", "## Last tool calls, newest at the end\n\n", "\n\n"));
    }

    private static String line(ToolCall call) {
        return "    " + call.name() + (call.failed() ? " (failed)" : "") + ": " + call.input();
    }

    /** As many messages as fit: the newest ones whole, the older ones shortened. */
    private String lastMessages(int maxBytes) {
        List<String> shown = new ArrayList<>();
        String title = "## Last messages, newest at the end\n\n";
        int left = maxBytes - HandOffText.bytes(title);
        for (Message next : newestFirst()) {
            String sender = next.byAgent() ? "From the agent:\n\n" : "To the agent:\n\n";
            int length = Math.min(
                    left - sender.length() - 1, shown.size() < WHOLE_MESSAGES ? MAX_BYTES : OLDER_MESSAGE_BYTES);
            if (length < MIN_MESSAGE_BYTES) {
                break;
            }
            String message = sender + HandOffText.shorten(HandOffText.quote(next.text()), length) + "\n";
            left -= HandOffText.bytes(message);
            shown.add(message);
        }
        return shown.isEmpty() ? "" : title + String.join("", shown.reversed());
    }

    /** The messages without the task's prompt, which has a section of its own. */
    private List<Message> newestFirst() {
        Optional<Message> prompt = work.map(it -> HandOffEvents.message(text, false, it.prompt()));
        return events.messages().reversed().stream()
                .filter(message -> !prompt.equals(Optional.of(message)))
                .toList();
    }
}
