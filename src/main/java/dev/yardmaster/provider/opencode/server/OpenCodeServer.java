package dev.yardmaster.provider.opencode.server;

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
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A running {@code opencode serve} with its own port and password. Thread-safe; {@link OpenCodeServers} counts its users, under its own
 * monitor.
 */
public final class OpenCodeServer {
    private static final Logger LOG = Logger.getLogger(OpenCodeServer.class);
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
    /** Every process that the server starts inherits this variable. */
    private static final String MARKER = "YARDMASTER_OPENCODE_SERVER";

    private static final Duration TERMINATE_GRACE = Duration.ofSeconds(2);

    private final ServerKey key;
    private final KillLadder ladder;
    private final CompletableFuture<OpenCodeApi> ready;
    private final Map<Object, Consumer<ProcessExit>> exitListeners = new ConcurrentHashMap<>();
    private volatile Optional<ProcessExit> exit = Optional.empty();
    private final Set<Path> taken = new HashSet<>();
    private long useCount;
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
        Path state = StateDirectory.create(environment);
        String userState = environment.put(StateDirectory.VARIABLE, state.toString());
        if (userState != null) {
            environment.put(IdentityPlugin.USERS_STATE, userState);
        }
        environment.put(MARKER, id.toString());
        environment.put("OPENCODE_SERVER_USERNAME", OpenCodeApi.USER);
        environment.put("OPENCODE_SERVER_PASSWORD", password);
        var spec = new LaunchSpec(key.command(), environment, Path.of("/"), LaunchSpec.Input.EMPTY);
        CompletableFuture<OpenCodeApi> ready = new CompletableFuture<>();
        ChildProcess child = start(spec, line -> onOutput(line, password, ready), state);
        KillLadder ladder = KillLadder.over(child, new EnvironmentMarker(MARKER, id.toString()));
        LOG.infof("server started pid=%d", child.pid());
        OpenCodeServer server = new OpenCodeServer(key, ladder, ready);
        ladder.gone().thenAccept(exit -> {
            ScratchFiles.remove(state);
            server.onExit(exit);
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

    /** Completes when the server accepts requests; completes exceptionally if the server exits before. */
    public CompletionStage<OpenCodeApi> ready() {
        return ready.minimalCompletionStage();
    }

    /** Completes when the server and all processes that it started have exited. */
    public CompletionStage<ProcessExit> gone() {
        return ladder.gone();
    }

    public boolean hasExited() {
        return exit.isPresent();
    }

    /** Calls the listener when the server exits, at least once. {@link #removeUser} removes it, because a server can outlive many users. */
    public void addExitListener(Object user, Consumer<ProcessExit> listener) {
        exitListeners.put(user, listener);
        exit.ifPresent(listener);
    }

    /** Stops the server and all processes that it started; returns at once. */
    public void stop() {
        ladder.stop(() -> {}, Duration.ZERO, TERMINATE_GRACE);
    }

    void addUser() {
        users++;
        useCount++;
    }

    /** Removes a user and returns {@link #useCount}. */
    long removeUser(Object user) {
        exitListeners.remove(user);
        users--;
        return useCount;
    }

    /** Takes a directory for one session; false if another session has it. */
    boolean take(Path directory) {
        return taken.add(directory);
    }

    void giveBack(Path directory) {
        taken.remove(directory);
    }

    boolean isUnused() {
        return users == 0;
    }

    /** How often a user was added, which shows whether the server was used since an earlier call. */
    long useCount() {
        return useCount;
    }

    private void onExit(ProcessExit exit) {
        LOG.infof("server ended code=%d", exit.code());
        this.exit = Optional.of(exit);
        ready.completeExceptionally(new IllegalStateException("the server has ended"));
        exitListeners.values().forEach(listener -> listener.accept(exit));
    }

    private static void onOutput(Line line, String password, CompletableFuture<OpenCodeApi> ready) {
        Matcher matcher = LISTENING.matcher(line.text());
        if (matcher.find()) {
            ready.complete(new OpenCodeApi(URI.create(matcher.group(1)), password));
        }
    }
}
