package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.ChildProcess;
import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.KillLadder;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.process.ScratchFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A running {@code opencode serve} on a port and with a password of its own. Thread-safe; how many use it is {@link OpenCodeServers}'
 * business, under its monitor.
 */
final class OpenCodeServer {
    private static final Logger LOG = Logger.getLogger(OpenCodeServer.class);
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
    /** All that a server starts carries it. */
    private static final String MARKER = "YARDMASTER_OPENCODE_SERVER";

    private static final Duration TERMINATE_GRACE = Duration.ofSeconds(2);

    private final ServerKey key;
    private final KillLadder ladder;
    private final CompletableFuture<OpenCodeApi> ready;
    private final Map<Object, Consumer<ProcessExit>> told = new ConcurrentHashMap<>();
    private volatile Optional<ProcessExit> lost = Optional.empty();
    private long uses;
    private int users;

    private OpenCodeServer(ServerKey key, KillLadder ladder, CompletableFuture<OpenCodeApi> ready) {
        this.key = key;
        this.ladder = ladder;
        this.ready = ready;
    }

    static OpenCodeServer start(ServerKey key) {
        UUID id = UUID.randomUUID();
        String password = UUID.randomUUID().toString();
        Map<String, String> environment = new HashMap<>(key.environment());
        Path state = StateDirectory.make(environment);
        String usual = environment.put(StateDirectory.VARIABLE, state.toString());
        if (usual != null) {
            environment.put(IdentityPlugin.USERS_STATE, usual);
        }
        environment.put(MARKER, id.toString());
        environment.put("OPENCODE_SERVER_USERNAME", OpenCodeApi.USER);
        environment.put("OPENCODE_SERVER_PASSWORD", password);
        var spec = new LaunchSpec(key.command(), environment, Path.of("/"), LaunchSpec.Input.EMPTY);
        CompletableFuture<OpenCodeApi> ready = new CompletableFuture<>();
        ChildProcess child = start(spec, line -> listening(line, password, ready), state);
        KillLadder ladder = KillLadder.over(child, new EnvironmentMarker(MARKER, id.toString()));
        LOG.infof("server started pid=%d", child.pid());
        OpenCodeServer server = new OpenCodeServer(key, ladder, ready);
        ladder.gone().thenAccept(exit -> {
            ScratchFiles.remove(state);
            server.ended(exit);
        });
        return server;
    }

    private static ChildProcess start(LaunchSpec spec, LineListener lines, Path state) {
        try {
            return ChildProcess.start(spec, lines);
        } catch (RuntimeException e) {
            ScratchFiles.remove(state);
            throw e;
        }
    }

    ServerKey key() {
        return key;
    }

    /** Completes when it answers requests; exceptionally when it ends before. */
    CompletionStage<OpenCodeApi> ready() {
        return ready.minimalCompletionStage();
    }

    /** Completes when it has ended, and nothing that it has started runs any more. */
    CompletionStage<ProcessExit> gone() {
        return ladder.gone();
    }

    boolean isLost() {
        return lost.isPresent();
    }

    /** Tells a user of its end, once or more; until {@link #leave}, since a server can outlive many. */
    void whenGone(Object user, Consumer<ProcessExit> listener) {
        told.put(user, listener);
        lost.ifPresent(listener);
    }

    /** Ends it with all that it has started; returns at once. */
    void stop() {
        ladder.stop(() -> {}, Duration.ZERO, TERMINATE_GRACE);
    }

    void use() {
        users++;
        uses++;
    }

    /** One user less; returns {@link #uses}. */
    long leave(Object user) {
        told.remove(user);
        users--;
        return uses;
    }

    boolean isUnused() {
        return users == 0;
    }

    /** How often it was taken into use: tells whether it was since then. */
    long uses() {
        return uses;
    }

    private void ended(ProcessExit exit) {
        LOG.infof("server ended code=%d", exit.code());
        lost = Optional.of(exit);
        ready.completeExceptionally(new IllegalStateException("the server has ended"));
        told.values().forEach(listener -> listener.accept(exit));
    }

    private static void listening(Line line, String password, CompletableFuture<OpenCodeApi> ready) {
        Matcher said = LISTENING.matcher(line.text());
        if (said.find()) {
            ready.complete(new OpenCodeApi(URI.create(said.group(1)), password));
        }
    }
}
