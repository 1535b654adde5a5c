package dev.yardmaster.session.run;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.session.log.StoredAtOnce;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A session on a {@link FakeProvider}, with everything that it is connected to. */
public final class SessionFixture {
    public static final UUID AGENT = UUID.fromString("00000000-0000-7000-8000-00000000000a");

    public final FakeConnection connection = new FakeConnection();
    final RecordingListener listener = new RecordingListener();
    public final ManualTime time = new ManualTime();

    /** A launch of a session that works on a task. */
    public static SessionLaunch task(AgentProvider provider) {
        return launch(
                provider,
                LaunchMode.BIDIRECTIONAL,
                Optional.of(new SessionTask(UUID.randomUUID(), Optional.empty(), Optional.empty())));
    }

    /** A launch of a session that was started by hand. */
    static SessionLaunch byHand(AgentProvider provider) {
        return launch(provider, LaunchMode.BIDIRECTIONAL, Optional.empty());
    }

    static SessionLaunch oneShot(AgentProvider provider) {
        return launch(
                provider,
                LaunchMode.ONE_SHOT,
                Optional.of(new SessionTask(UUID.randomUUID(), Optional.empty(), Optional.empty())));
    }

    private static SessionLaunch launch(AgentProvider provider, LaunchMode mode, Optional<SessionTask> task) {
        var request = new LaunchRequest(
                FakeProvider.executable(),
                mode,
                Optional.empty(),
                Path.of("/work"),
                new Conversation(UUID.randomUUID(), Optional.empty(), Optional.of("go")),
                LaunchContext.none(Path.of("/scratch")),
                Map.of());
        return new SessionLaunch(
                AGENT,
                task,
                provider,
                request,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                task.isEmpty());
    }

    /** Lets time pass. */
    public void advance(Duration elapsed) {
        time.advance(elapsed);
    }

    /** Makes each check of the session fail with an error. */
    public void failChecks() {
        time.fail();
    }

    public FakeProvider provider() {
        return FakeProvider.connecting(connection);
    }

    public RunningSession session(SessionLaunch launch) {
        return session(launch, StoredAtOnce.log(launch.session(), launch.agent()));
    }

    public RunningSession session(SessionLaunch launch, SessionLog log) {
        return new RunningSession(launch, log, new TestSessionConfig(), listener, time.clock());
    }

    /** Starts a session, and returns it. */
    static RunningSession started(RunningSession session) {
        session.start(session.launch());
        return session;
    }

    /** Prints lines as the session's CLI does. */
    public static void print(RunningSession session, String... lines) {
        for (String line : lines) {
            session.onLine(Line.of(line));
        }
        session.onBatch();
    }

    /** Lets time pass, while the session's clock ticks every second. */
    public void pass(RunningSession session, Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            time.advance(Duration.ofSeconds(1));
            session.tick();
        }
    }

    /** The types of the events in the session's log, in order. */
    public static List<String> events(RunningSession session) {
        return session.log().after(0).map(SliceFixture::frames).orElse(List.of()).stream()
                .map(frame -> frame.replaceFirst("(?s).*\nevent: ([^\n]*)\n.*", "$1"))
                .toList();
    }
}
