package dev.yardmaster.follow;

import java.time.Clock;

/** What a terminal shows of an approval, in one line. */
final class ApprovalText {
    private ApprovalText() {}

    /** What the agent asks for, and how to decide. */
    static String requested(Event event, Clock clock) {
        String id = event.text("approval");
        String until = event.time("expiresAt")
                .map(it -> ", until " + Quantities.countdown(it, clock))
                .orElse("");
        return "asks to use " + use(event) + until + ": yardmaster approval allow " + id + ", or approval deny " + id;
    }

    /** What became of it. */
    static String decided(Event event) {
        String by = event.text("by").isEmpty() ? "" : " by " + event.text("by");
        String why = event.text("message").isEmpty() ? "" : ": " + event.text("message");
        return "the use of " + use(event) + " is " + event.text("state") + by + why;
    }

    private static String use(Event event) {
        String command = event.text("command");
        String what = command.isEmpty() ? ToolText.inShort(event.data().path("paths")) : command;
        return event.text("tool") + (what.isEmpty() ? "" : " (" + what + ")");
    }
}
