package dev.yardmaster.database;

import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL that Yardmaster brings along, for those who don't want to run one. Its data outlives it.
 *
 * <p>Any thread may use it. A thread of its own watches the server and starts it again, on the same port, should it crash.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);
    private static final Duration KEEPER_STOP = Duration.ofSeconds(40);

    private final Cluster cluster;
    private final String password;
    private final int port;
    private final Thread keeper;
    /** Written by the keeper; by others read once that has ended. */
    private volatile Postmaster server;

    private EmbeddedPostgres(Cluster cluster, String password, Postmaster server) {
        this.cluster = cluster;
        this.password = password;
        this.server = server;
        this.port = server.port();
        this.keeper = Thread.ofPlatform().daemon().name("postgres-keeper").unstarted(this::keepRunning);
    }

    /**
     * Starts the server and returns when it takes connections. The first start unpacks the programs and creates the data, which
     * takes some seconds; all others take a fraction of one. A server that a killed predecessor left behind is stopped first.
     * Only one service at a time may use a directory; the caller sees to that.
     *
     * @param directory for the data, the password and the server's log; created if missing
     * @param cache for the unpacked programs, shared by all; see {@link #defaultCache()}
     * @throws dev.yardmaster.problem.YardmasterException {@code DATABASE_UNAVAILABLE} if that is not possible here; it says why and
     *     what to do
     */
    public static EmbeddedPostgres start(Path directory, Path cache) {
        long start = System.nanoTime();
        Cluster cluster = Cluster.at(directory.toAbsolutePath(), PostgresBinaries.in(cache.toAbsolutePath()));
        new StaleServerCleanup(cluster.data()).clear();
        ClusterCreation.createIfMissing(cluster);
        String password = cluster.password();
        EmbeddedPostgres postgres =
                new EmbeddedPostgres(cluster, password, Postmaster.start(cluster, Postmaster::freePort));
        postgres.keeper.start();
        LOG.infof(
                "postgres started port=%d pid=%d ms=%d",
                postgres.port,
                postgres.server.process().pid(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        return postgres;
    }

    /** {@code $XDG_CACHE_HOME/yardmaster}, or {@code ~/.cache/yardmaster}; root's is {@code /var/cache/yardmaster}. */
    public static Path defaultCache() {
        // Where PostgreSQL has to run as another user than root, that user couldn't enter root's home.
        Path fallback = RunAs.self() == 0
                ? Path.of("/var/cache")
                : Path.of(Optional.ofNullable(System.getenv("HOME")).orElse(System.getProperty("user.home")), ".cache");
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(fallback)
                .resolve("yardmaster");
    }

    public String host() {
        return Postmaster.HOST;
    }

    /** Free when the server started, and the same until it is closed. */
    public int port() {
        return port;
    }

    public String database() {
        return Cluster.DATABASE;
    }

    /** The owner of everything in the server. */
    public String username() {
        return Cluster.ROLE;
    }

    /** A secret, made at random with the data. */
    public String password() {
        return password;
    }

    /** For the reactive client; without user and password. */
    public String reactiveUrl() {
        return "postgresql://" + host() + ":" + port + "/" + database();
    }

    /** For JDBC; without user and password. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** Stops the server and returns when it has written everything out; its sessions are cut. The second call does nothing. */
    @Override
    public void close() {
        keeper.interrupt();
        try {
            keeper.join(KEEPER_STOP);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    /** Until it is interrupted, or somebody stopped the server on purpose: it is left alone then. */
    private void keepRunning() {
        try {
            while (server.process().waitFor() != 0) {
                LOG.errorf(
                        "postgres crashed, restarting it exitCode=%d",
                        server.process().exitValue());
                restart();
            }
            LOG.warn("postgres was stopped by somebody else; restart Yardmaster to have it again");
        } catch (InterruptedException _) {
            LOG.debug("postgres is closed");
        }
    }

    /** Tries until it succeeds: what is in the way, say a full disk, can go away. */
    private void restart() throws InterruptedException {
        for (boolean running = false; !running; ) {
            Thread.sleep(BEFORE_RESTART);
            try {
                new StaleServerCleanup(cluster.data()).clear();
                server = Postmaster.start(cluster, () -> port);
                running = true;
            } catch (YardmasterException e) {
                LOG.errorf("postgres not restarted reason=%s", e.detail());
            }
        }
    }
}
