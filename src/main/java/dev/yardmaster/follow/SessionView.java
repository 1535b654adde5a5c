package dev.yardmaster.follow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the text of a session's next events depends on. Not thread-safe. */
final class SessionView {
    private final MessageTexts texts;
    private final Map<String, String> openCalls = new HashMap<>();
    private String lastCall = "";
    private String lastLimit = "";
    private String lastAnswer = "";
    private boolean answered;
    private int turns;
    private Consumption turn = Consumption.NONE;
    private Consumption total = Consumption.NONE;

    SessionView(StyledText out) {
        texts = new MessageTexts(out);
    }

    MessageTexts texts() {
        return texts;
    }

    /** Notes the text of a message or an error, which the result of the turn would only repeat. */
    void answer(String text) {
        answered = true;
        lastAnswer = text;
    }

    /** Whether the result of a turn has been shown, as a message or an error. */
    boolean hasShown(String result) {
        return answered || result.equals(lastAnswer);
    }

    /** Notes a call of a tool. */
    void call(String id, String name) {
        openCalls.put(id, name);
        lastCall = id;
    }

    /** Ends a call. Returns the name of its tool, if other lines are between the call and its result. */
    Optional<String> result(String id) {
        boolean follows = lastCall.equals(id);
        Optional<String> name = Optional.ofNullable(openCalls.remove(id));
        return follows ? Optional.empty() : name;
    }

    /** Notes that something else than the result of the last call was shown. */
    void interrupt() {
        lastCall = "";
    }

    /** Notes a report about a limit. Returns whether it differs from the last one. */
    boolean limit(String report) {
        boolean changed = !report.equals(lastLimit);
        lastLimit = report;
        return changed;
    }

    /** Adds to what the turn has consumed. */
    void consume(Consumption more) {
        turn = turn.plus(more);
        total = total.plus(more);
    }

    /** Ends the turn. Returns what it has consumed. */
    Consumption endTurn() {
        Consumption consumed = turn;
        turn = Consumption.NONE;
        turns++;
        answered = false;
        openCalls.clear();
        return consumed;
    }

    /** What all turns have consumed; nothing if the only turn has shown it. */
    Consumption total() {
        return turns == 1 && turn.isNone() ? Consumption.NONE : total;
    }
}
