package dev.yardmaster.provider.claude;

import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.Transcript;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Requests, dialogues and lines for tests of the Claude Code protocol. */
final class ClaudeFixture {
    static final UUID SESSION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    static final Executable EXECUTABLE =
            new Executable("claude-code", new ProviderId("claude-code"), "claude", List.of(), Map.of());

    private ClaudeFixture() {}

    static LaunchRequest request(LaunchMode mode, Optional<String> resumed, Optional<String> prompt) {
        Conversation conversation = new Conversation(SESSION, resumed, prompt);
        return new LaunchRequest(
                EXECUTABLE,
                mode,
                Optional.empty(),
                Path.of("/srv/tree"),
                conversation,
                LaunchContext.none(Path.of("/srv/scratch")),
                Map.of());
    }

    static Dialogue dialogue() {
        return dialogue(0);
    }

    /** A dialogue that has sent this number of messages. */
    static Dialogue dialogue(int messages) {
        Dialogue dialogue = new ClaudeDialogue(request(LaunchMode.BIDIRECTIONAL, Optional.empty(), Optional.empty()));
        IntStream.range(0, messages).forEach(number -> dialogue.onUserMessage("message " + number));
        return dialogue;
    }

    static List<String> replay(String transcript) {
        return replay(transcript, 1);
    }

    /** @param messages the number of messages that were sent when the transcript was recorded */
    static List<String> replay(String transcript, int messages) {
        return Transcript.recorded("claude-code/" + transcript).playTo(dialogue(messages));
    }

    static List<String> play(String... lines) {
        return Transcript.of(lines).playTo(dialogue());
    }

    static String messageStart(String id) {
        return streamEvent("{'type':'message_start','message':{'id':'" + id + "'}}");
    }

    static String messageStop() {
        return streamEvent("{'type':'message_stop'}");
    }

    static String textDelta(int index, String text) {
        return streamEvent("{'type':'content_block_delta','index':" + index + ",'delta':{'type':'text_delta','text':'"
                + text + "'}}");
    }

    static String assistantText(String id, String text) {
        return json("{'type':'assistant','message':{'id':'" + id + "','model':'m','content':[{'type':'text','text':'"
                + text + "'}]},'parent_tool_use_id':null}");
    }

    static String streamEvent(String event) {
        return json("{'type':'stream_event','event':" + event + ",'parent_tool_use_id':null}");
    }

    /** Converts JSON that is written with single quotes. */
    static String json(String text) {
        return text.replace('\'', '"');
    }
}
