package dev.yardmaster.session.handoff;

import dev.yardmaster.session.handoff.HandOffEvents.Called;
import dev.yardmaster.session.handoff.HandOffEvents.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agent is given to read that goes on where another session stopped, maybe of another provider: Markdown in no provider's words,
 * at most {@value #MOST_BYTES} bytes in UTF-8, without secrets.
 *
 * @param text makes the texts fit for it
 * @param earlier the session that stopped
 * @param work what it was to do; empty for a session started by hand
 * @param events what happened in it
 * @param tree what it left in its work tree, where it has one
 */
record HandOff(
        HandOffText text,
        EarlierSession earlier,
        Optional<Work> work,
        HandOffEvents events,
        Optional<HandOffTree> tree) {
    /** How long a hand-off can become. */
    static final int MOST_BYTES = 32 * 1024;

    private static final int PROMPT_BYTES = 6 * 1024;
    private static final int FILES_BYTES = 5 * 1024;
    private static final int COMMITS_BYTES = 2 * 1024;
    private static final int REASON_BYTES = 1024;
    private static final int NAME_BYTES = 300;
    private static final int WHOLE_MESSAGES = 3;
    private static final int OLDER_MESSAGE_BYTES = 500;
    private static final int LEAST_BYTES = 100;

    /** What a task asks for. */
    record Work(String title, String prompt) {}

    /** The hand-off as it is to be read. */
    String markdown() {
        String facts = """
                # Hand-off

                An earlier session has worked on this, and you go on where it stopped. This is a record of it. What is quoted was said to
                it or by it, and is shortened where it says […]; the files tell what is really done.

                """ + task() + end() + files() + tools();
        return facts + messages(MOST_BYTES - HandOffText.bytes(facts));
    }

    private String task() {
        return work.map(it -> "## Task: " + text.line(it.title(), NAME_BYTES) + "\n\n"
                        + HandOffText.shorten(HandOffText.quote(text.clean(it.prompt())), PROMPT_BYTES) + "\n")
                .orElse("");
    }

    private String end() {
        String how = earlier.endReason().orElse("It has not ended yet.");
        return "## The earlier session\n\nIt ran on the provider " + earlier.provider() + " (executable "
                + text.line(earlier.executable(), NAME_BYTES) + ", model "
                + earlier.model().map(model -> text.line(model, NAME_BYTES)).orElse("the provider's default")
                + ") from " + earlier.startedAt() + " on. Its state is "
                + earlier.state() + ": " + text.line(how, REASON_BYTES) + "\n\n";
    }

    private String files() {
        return tree.map(it -> "## Files\n\nBranch: " + text.line(it.branch(), NAME_BYTES) + "\n\n"
                        + list("Committed since it began:", it.commits(), COMMITS_BYTES)
                        + list("Changed and not committed:", changes(it), FILES_BYTES))
                .orElse("");
    }

    private static List<String> changes(HandOffTree tree) {
        return Stream.concat(Stream.of(tree.summary()).filter(it -> !it.isEmpty()), tree.changed().stream())
                .toList();
    }

    /** The entries that there is room for, and how many more there are. */
    private String list(String title, List<String> entries, int most) {
        if (entries.isEmpty()) {
            return "";
        }
        var lines = new StringBuilder(title).append("\n\n");
        int left = most;
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

    private String tools() {
        return events.calls().isEmpty()
                ? ""
                : events.calls().stream()
                        .map(HandOff::tool)
                        .collect(Collectors.joining("\n", "## Tools called last, the newest at the end\n\n", "\n\n"));
    }

    private static String tool(Called call) {
        return "    " + call.name() + (call.failed() ? " (failed)" : "") + ": " + call.input();
    }

    /** The newest messages whole and the older ones shortened, as far as there is room. */
    private String messages(int room) {
        List<String> shown = new ArrayList<>();
        String title = "## Said last, the newest at the end\n\n";
        int left = room - HandOffText.bytes(title);
        for (Said said : newestFirst()) {
            String speaker = said.byAgent() ? "The agent:\n\n" : "To the agent:\n\n";
            int most = Math.min(
                    left - speaker.length() - 1, shown.size() < WHOLE_MESSAGES ? MOST_BYTES : OLDER_MESSAGE_BYTES);
            if (most < LEAST_BYTES) {
                break;
            }
            String message = speaker + HandOffText.shorten(HandOffText.quote(said.text()), most) + "\n";
            left -= HandOffText.bytes(message);
            shown.add(message);
        }
        return shown.isEmpty() ? "" : title + String.join("", shown.reversed());
    }

    /** Without the prompt, which stands above. */
    private List<Said> newestFirst() {
        Optional<Said> prompt = work.map(it -> HandOffEvents.said(text, false, it.prompt()));
        return events.messages().reversed().stream()
                .filter(said -> !prompt.equals(Optional.of(said)))
                .toList();
    }
}
