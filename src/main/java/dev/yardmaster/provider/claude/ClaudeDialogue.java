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
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.claude.InterleavedLineRepair.Result;
import java.io.IOException;
import java.util.List;

/**
 * The {@code stream-json} protocol of Claude Code, for both launch modes; in one-shot mode nothing follows the prompt. If the child ends
 * before a streamed message is complete, the deltas of that message are void. Not thread-safe.
 */
final class ClaudeDialogue implements Dialogue {
    private final LaunchRequest request;
    private final MessageIdsBySpeaker speakers = new MessageIdsBySpeaker();
    private final TurnState turn = new TurnState();
    private final ControlLines control = new ControlLines();
    private final DeltaReader deltas = new DeltaReader();
    private final InterleavedLineRepair lineRepair = new InterleavedLineRepair();
    private final ToolRequests tools;
    private final ClaudeLines lines;

    ClaudeDialogue(LaunchRequest request) {
        this.request = request;
        UsageTracker usageTracker =
                new UsageTracker(request.conversation().resumed().isPresent());
        McpStatus servers = new McpStatus(request.context().mcpServers(), request.mode() == LaunchMode.BIDIRECTIONAL);
        tools = new ToolRequests(request.context());
        lines = new ClaudeLines(speakers, turn, usageTracker, servers, tools);
    }

    @Override
    public Step start() {
        Step register = new Step(List.of(), tools.register());
        return request.conversation()
                .prompt()
                .map(prompt -> register.then(sendMessage(prompt)))
                .orElse(register);
    }

    @Override
    public Step onDecision(String request, ToolDecision decision) {
        return tools.onDecision(request, decision);
    }

    @Override
    public Step onUserMessage(String text) {
        if (request.mode() == LaunchMode.ONE_SHOT) {
            throw OneShotDialogue.noSecondMessage();
        }
        return sendMessage(text);
    }

    /** Sends nothing in one-shot mode, because standard input is closed. The session can only stop the child. */
    @Override
    public Step onInterrupt() {
        if (request.mode() == LaunchMode.ONE_SHOT) {
            return Step.nothing();
        }
        turn.requestInterrupt();
        return Step.reply(control.interrupt());
    }

    @Override
    public Step onLine(Line line) {
        if (line.cut()) {
            return join(steps(lineRepair.flush()), cut(line));
        }
        if (JsonLines.isBlank(line)) {
            return Step.nothing();
        }
        try {
            Step step = completeLine(line);
            return lineRepair.hasPending() ? join(step, steps(lineRepair.onCompleteLine())) : step;
        } catch (IOException _) {
            return steps(lineRepair.repair(line.toBytes()));
        }
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return steps(lineRepair.flush());
    }

    private Step sendMessage(String text) {
        turn.messageSent();
        return new Step(List.of(new AgentEvent.UserMessage(text)), List.of(ControlLines.userMessage(text)));
    }

    /** A {@code result} ends its turn even if only its beginning was kept. */
    private Step cut(Line line) {
        Step step = JsonLines.cut(line, ClaudeCodeProvider.NAME);
        return CutResult.read(line)
                .map(result -> join(step, lines.step(result)))
                .orElse(step);
    }

    private Step completeLine(Line original) throws IOException {
        Line line = JsonLines.wellFormed(original);
        return switch (deltas.read(line)) {
            case TEXT -> delta(Content.TEXT);
            case REASONING -> delta(Content.REASONING);
            case UNSHOWN -> Step.nothing();
            case NO_DELTA -> lines.step(JsonLines.object(line));
        };
    }

    private Step delta(Content content) {
        String message = speakers.of(deltas.parent()).idOfDelta(deltas.index());
        return new Step(List.of(new AgentEvent.MessageDelta(message, content, deltas.text())), List.of());
    }

    private Step steps(List<Result> results) {
        return results.stream().map(this::step).reduce(Step.nothing(), ClaudeDialogue::join);
    }

    private Step step(Result result) {
        return switch (result) {
            case Result.Unrepairable(Line line) -> Step.of(JsonLines.raw(line.text()));
            case Result.Complete(Line line) -> {
                try {
                    yield completeLine(line);
                } catch (IOException _) {
                    yield Step.of(JsonLines.raw(line.text()));
                }
            }
        };
    }

    private static Step join(Step first, Step second) {
        return first.then(second);
    }
}
