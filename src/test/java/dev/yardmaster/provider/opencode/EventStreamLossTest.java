package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.OneTurn;
import dev.yardmaster.provider.opencode.server.OpenCodeServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events ends in the middle of a turn, and the server goes on. */
class EventStreamLossTest {
    private static final String PROMPT = "POST /session/ses_1/prompt_async";
    /** Later than the prompt, whenever that is sent. */
    private static final String CREATED = "'created':9000000000000";

    private static final String USER = "{'info':{'id':'msg_1','role':'user','sessionID':'ses_1','time':{" + CREATED
            + "}},'parts':[" + "{'id':'prt_0','messageID':'msg_1','sessionID':'ses_1','type':'text','text':'Go on'}]}";

    @TempDir
    Path temp;

    private FakeOpenCode server;
    private OpenCodeProvider provider;

    @BeforeEach
    void start() throws Exception {
        server = FakeOpenCode.start();
        provider = provider(Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    @Test
    void shouldCompleteATurnThatEndsWhileNoEventsArrive() {
        // Given
        CompletableFuture<List<String>> turn = startTurn();
        server.emit(textPart("prt_1", "", "'start':1"));
        server.emit(delta("prt_1", "Do"));
        server.store("GET /session/status", "{}");
        server.store(
                "GET /session/ses_1/message",
                "[" + USER + "," + assistant("'completed':9000000000001", tool(), text("prt_1", "Done."), stepFinish())
                        + "]");

        // When
        server.endStream();

        // Then
        assertThat(turn.join())
                .containsExactly(
                        "user Go on",
                        "started ses_1 -",
                        "delta prt_1 \"Do\"",
                        "call call_1 bash {\"command\":\"ls\"}",
                        "result call_1 \"a.txt\"",
                        "message prt_1 \"Done.\"",
                        "usage in=10 out=5 read=0 write=0 usd=-",
                        "ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldReportEveryPartOnceWhenTheTurnGoesOn() {
        // Given
        CompletableFuture<List<String>> turn = startTurn();
        server.emit(part(tool()));
        server.emit(textPart("prt_1", "", "'start':1"));
        server.emit(delta("prt_1", "Do"));
        server.store("GET /session/status", "{'ses_1':{'type':'busy'}}");
        server.store(
                "GET /session/ses_1/message",
                "[" + USER + ","
                        + assistant(
                                "",
                                tool(),
                                "{'id':'prt_1','messageID':'msg_2','sessionID':'ses_1',"
                                        + "'type':'text','text':'','time':{'start':1}}")
                        + "]");
        server.endStream();
        server.awaitStreams(2);

        // When
        server.emit(delta("prt_1", "e."));
        server.emit(part(stepFinish()));
        endTurn("Done.");

        // Then
        assertThat(turn.join())
                .containsExactly(
                        "user Go on",
                        "started ses_1 -",
                        "call call_1 bash {\"command\":\"ls\"}",
                        "result call_1 \"a.txt\"",
                        "delta prt_1 \"Do\"",
                        "message prt_1 \"Done.\"",
                        "usage in=10 out=5 read=0 write=0 usd=-",
                        "ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldReportTheErrorWithWhichTheTurnEnded() {
        // Given
        CompletableFuture<List<String>> turn = startTurn();
        server.store("GET /session/status", "{}");
        String error = "{'name':'APIError','data':{'message':'Out of quota','statusCode':429,'responseHeaders':{}}}";
        server.store(
                "GET /session/ses_1/message",
                "[" + USER + ","
                        + assistant("'completed':9000000000001").replace("'role'", "'error':" + error + ",'role'")
                        + "]");

        // When
        server.endStream();

        // Then
        assertThat(turn.join())
                .contains("limit blocked - -", "failure rate_limit 429 Out of quota")
                .endsWith("ended FAILED null");
    }

    @Test
    void shouldAnswerRequestsOfSubAgentsThatStartedWhileNoEventsArrived() {
        // Given
        CompletableFuture<List<String>> turn = startTurn();
        server.store(
                "GET /session/status", "{'ses_1':{'type':'busy'},'ses_2':{'type':'busy'},'ses_3':{'type':'busy'}}");
        server.store("GET /session/ses_1/message", "[" + USER + "," + assistant("") + "]");
        server.store("GET /session/ses_1/children", child("ses_2"));
        server.store("GET /session/ses_2/children", child("ses_3"));
        server.store("GET /permission", "[{'id':'per_1','sessionID':'ses_3'},{'id':'per_9','sessionID':'ses_9'}]");
        server.store("GET /question", "[{'id':'que_1','sessionID':'ses_2'}]");

        // When
        server.endStream();

        // Then
        server.awaitRequest("POST /permission/per_1/reply");
        server.awaitRequest("POST /question/que_1/reject");
        assertThat(server.requests("POST /permission/per_9")).isEmpty();
        endTurn("Done.");
        assertThat(turn.join()).last().isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldReportTheDistantRetryThatASubAgentWaitsFor() {
        // Given
        CompletableFuture<List<String>> turn = startTurn();
        server.store(
                "GET /session/status",
                "{'ses_1':{'type':'busy'},'ses_2':{'type':'retry','attempt':1,'message':'No','next':9000000000000}}");
        server.store("GET /session/ses_1/message", "[" + USER + "," + assistant("") + "]");
        server.store("GET /session/ses_1/children", child("ses_2"));

        // When
        server.endStream();

        // Then
        server.awaitRequest("POST /session/ses_1/abort");
        endTurn("");
        assertThat(turn.join())
                .contains("limit blocked - 2255-03-14T16:00:00Z", "failure rate_limit - No")
                .endsWith("ended FAILED null");
    }

    @Test
    void shouldFailATurnThatTheServerHasForgotten() {
        // Given
        provider = provider(Duration.ofMillis(500));
        CompletableFuture<List<String>> turn = startTurn();
        server.store("GET /session/status", "{}");
        server.store("GET /session/ses_1/message", "[" + USER + "," + assistant("") + "]");

        // When
        server.endStream();

        // Then
        assertThat(turn.join())
                .filteredOn(event -> event.startsWith("failure") || event.startsWith("ended"))
                .satisfiesExactly(
                        failure -> assertThat(failure).startsWith("failure turn_lost - OpenCode ended the turn"),
                        ended -> assertThat(ended).isEqualTo("ended FAILED null"));
    }

    @Test
    void shouldConnectAgainAsOftenAsTheStreamEnds() {
        // Given
        CompletableFuture<List<String>> turn = startTurn();
        server.store("GET /session/status", "{'ses_1':{'type':'busy'}}");
        server.store("GET /session/ses_1/message", "[" + USER + "," + assistant("", text("prt_1", "One.")) + "]");

        // When
        for (int stream = 2; stream < 6; stream++) {
            server.endStream();
            server.awaitStreams(stream);
        }

        // Then
        server.store("GET /session/status", "{}");
        server.store(
                "GET /session/ses_1/message",
                "[" + USER + "," + assistant("'completed':9000000000001", text("prt_1", "One.")) + "]");
        server.endStream();
        assertThat(turn.join()).containsOnlyOnce("message prt_1 \"One.\"").endsWith("ended COMPLETED \"One.\"");
    }

    @Test
    void shouldFailWithServerLostIfTheServerAcceptsNoConnection() {
        // Given
        provider = provider(Duration.ofMillis(500));
        CompletableFuture<List<String>> turn = startTurn();
        server.breakAfter(_ -> true);

        // When
        server.endStream();

        // Then
        assertThat(turn.join()).last().asString().startsWith("failure server_lost");
    }

    @Test
    void shouldNotSendAPromptTwiceIfItsResponseIsLost() {
        // Given
        server.breakAfter(PROMPT::equals);
        server.store("GET /session/ses_1/message", "[" + USER + "]");
        CompletableFuture<List<String>> turn = startTurn();

        // When
        server.awaitRequest("GET /session/ses_1/message");
        endTurn("Done.");

        // Then
        assertThat(turn.join()).last().isEqualTo("ended COMPLETED \"Done.\"");
        assertThat(server.requests(PROMPT)).hasSize(1);
    }

    private OpenCodeProvider provider(Duration reconnectTimeout) {
        return new OpenCodeProvider(
                Map.of("PATH", "/usr/bin:/bin"), new OpenCodeServers(Duration.ZERO, reconnectTimeout));
    }

    /** Starts a turn and waits until the server has its prompt and has begun with it. */
    private CompletableFuture<List<String>> startTurn() {
        LaunchRequest request = new LaunchRequest(
                server.executable(),
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                temp,
                new Conversation(UUID.randomUUID(), Optional.empty(), Optional.of("Go on")),
                LaunchContext.none(temp.resolve("scratch")),
                Map.of());
        CompletableFuture<List<String>> turn = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return OneTurn.run(provider, request);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                Executors.newVirtualThreadPerTaskExecutor());
        server.awaitStreams(1);
        server.awaitRequest(PROMPT);
        server.emit(OpenCodeFixture.event(
                "message.updated", ",'info':{'id':'msg_1','role':'user','time':{" + CREATED + "}}"));
        server.emit(OpenCodeFixture.busy());
        server.emit(OpenCodeFixture.event(
                "message.updated", ",'info':{'id':'msg_2','role':'assistant','time':{" + CREATED + "}}"));
        return turn;
    }

    private void endTurn(String text) {
        server.emit(textPart("prt_1", text, "'start':1,'end':2"));
        server.emit(OpenCodeFixture.event(
                "message.updated", ",'info':{'id':'msg_2','role':'assistant','time':{'created':1,'completed':2}}"));
        server.emit(OpenCodeFixture.event("session.idle", ""));
    }

    private static String assistant(String time, String... parts) {
        return "{'info':{'id':'msg_2','role':'assistant','sessionID':'ses_1','time':{" + CREATED
                + (time.isEmpty() ? "" : "," + time) + "}},'parts':[" + String.join(",", parts) + "]}";
    }

    private static String text(String id, String text) {
        return "{'id':'" + id + "','messageID':'msg_2','sessionID':'ses_1','type':'text','text':'" + text
                + "','time':{'start':1,'end':2}}";
    }

    private static String tool() {
        return "{'id':'prt_t','messageID':'msg_2','sessionID':'ses_1','type':'tool','callID':'call_1','tool':'bash',"
                + "'state':{'status':'completed','input':{'command':'ls'},'output':'a.txt'}}";
    }

    private static String stepFinish() {
        return "{'id':'prt_s','messageID':'msg_2','sessionID':'ses_1','type':'step-finish','tokens':{'input':10,'output':5}}";
    }

    private static String textPart(String id, String text, String time) {
        return part("{'id':'" + id + "','messageID':'msg_2','sessionID':'ses_1','type':'text','text':'" + text
                + "','time':{" + time + "}}");
    }

    private static String part(String part) {
        return OpenCodeFixture.event("message.part.updated", ",'part':" + part);
    }

    private static String delta(String part, String text) {
        return OpenCodeFixture.event(
                "message.part.delta", ",'partID':'" + part + "','field':'text','delta':'" + text + "'");
    }

    private static String child(String id) {
        return "[{'id':'" + id + "','time':{'updated':9000000000000}}]";
    }
}
