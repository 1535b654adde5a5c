package dev.yardmaster.provider.claude;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.JsonLines;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.OneShotDialogue;
import dev.yardmaster.provider.claude.InterleavedLineRepair.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Claude Code's {@code stream-json}, in both launch modes: in the one-shot mode nothing follows the prompt. The pieces of messages
 * that were not told as a whole when the child ends are void with the session. Not thread-safe.
 */
final class ClaudeDialogue implements Dialogue {
    private final LaunchRequest request;
    private final MessageIds streams = new MessageIds();
    private final TurnState turn = new TurnState();
    private final ControlLines control = new ControlLines();
    private final DeltaReader deltas = new DeltaReader();
    private final InterleavedLineRepair spliced = new InterleavedLineRepair();
    private final ClaudeLines lines;

    ClaudeDialogue(LaunchRequest request) {
        this.request = request;
        UsageTracker spending =
                new UsageTracker(request.conversation().resumed().isPresent());
        McpStatus servers = new McpStatus(request.context().mcpServers(), request.mode() == LaunchMode.BIDIRECTIONAL);
        lines = new ClaudeLines(streams, turn, spending, servers);
    }

    @Override
    public Step start() {
        return request.conversation().prompt().map(this::say).orElse(Step.nothing());
    }

    @Override
    public Step onUserMessage(String text) {
        if (request.mode() == LaunchMode.ONE_SHOT) {
            throw OneShotDialogue.noSecondMessage();
        }
        return say(text);
    }

    /** Nothing to say in one-shot mode, where standard input is closed: the session can only end the child. */
    @Override
    public Step onInterrupt() {
        if (request.mode() == LaunchMode.ONE_SHOT) {
            return Step.nothing();
        }
        turn.interrupt();
        return Step.reply(control.interrupt());
    }

    @Override
    public Step onLine(Line line) {
        if (line.cut()) {
            return join(pieces(spliced.flush()), JsonLines.cut(line, ClaudeCodeProvider.NAME));
        }
        if (JsonLines.isBlank(line)) {
            return Step.nothing();
        }
        try {
            Step step = whole(line);
            return spliced.isWaiting() ? join(step, pieces(spliced.passOver())) : step;
        } catch (IOException _) {
            return pieces(spliced.mend(line.toBytes()));
        }
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return pieces(spliced.flush());
    }

    private Step say(String text) {
        return new Step(List.of(new AgentEvent.UserMessage(text)), List.of(ControlLines.userMessage(text)));
    }

    private Step whole(Line bytes) throws IOException {
        Line line = JsonLines.wellFormed(bytes);
        return switch (deltas.read(line)) {
            case TEXT -> delta(Content.TEXT);
            case REASONING -> delta(Content.REASONING);
            case UNSHOWN -> Step.nothing();
            case NO_DELTA -> lines.step(JsonLines.object(line));
        };
    }

    private Step delta(Content content) {
        String message = streams.of(deltas.parent()).preview(deltas.index());
        return new Step(List.of(new AgentEvent.MessageDelta(message, content, deltas.text())), List.of());
    }

    private Step pieces(List<Piece> pieces) {
        return pieces.stream().map(this::piece).reduce(Step.nothing(), ClaudeDialogue::join);
    }

    private Step piece(Piece piece) {
        return switch (piece) {
            case Piece.Broken(Line line) -> Step.of(JsonLines.raw(line.text()));
            case Piece.Whole(Line line) -> {
                try {
                    yield whole(line);
                } catch (IOException _) {
                    yield Step.of(JsonLines.raw(line.text()));
                }
            }
        };
    }

    private static Step join(Step first, Step second) {
        List<AgentEvent> events = new ArrayList<>(first.events());
        events.addAll(second.events());
        List<String> replies = new ArrayList<>(first.replies());
        replies.addAll(second.replies());
        return new Step(events, replies);
    }
}
