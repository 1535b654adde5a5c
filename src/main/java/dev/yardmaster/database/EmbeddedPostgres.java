package dev.yardmaster.database;

import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL that is included in Yardmaster, for users who don't run one. Its data is kept across restarts.
 *
 * <p>For any thread. A separate thread watches the server and restarts it on the same port after a crash.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);
    private static final Duration KEEPER_STOP = Duration.ofSeconds(40);

    private final Cluster cluster;
    private final String password;
    private final int port;
    private final Thread keeper;
    /** Written by the keeper thread; read by other threads after the keeper thread has ended. */
    private volatile Postmaster server;

    private EmbeddedPostgres(Cluster cluster, String password, Postmaster server) {
        this.cluster = cluster;
        this.password = password;
        this.server = server;
        this.port = server.port();
        this.keeper = Thread.ofPlatform().daemon().name("postgres-keeper").unstarted(this::keepRunning);
    }

    /**
     * Starts the server and returns when it accepts connections. The first start unpacks the programs and creates the data, which
     * takes some seconds; later starts take less than one second. If a killed predecessor left a server running, that server is stopped
     * first. The caller must ensure that only one service at a time uses a directory.
     *
     * @param directory for the data, the password and the server's log; created if missing
     * @param cache for the unpacked programs, shared by all homes; see {@link #defaultCache()}
     * @throws dev.yardmaster.problem.YardmasterException {@code DATABASE_UNAVAILABLE} if the server can't be started; the message
     *     explains why and what to do
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

    /** {@code $XDG_CACHE_HOME/yardmaster}, or {@code ~/.cache/yardmaster}, or for root {@code /var/cache/yardmaster}. */
    public static Path defaultCache() {
        // Under root, PostgreSQL may have to run as another user, who has no access to the home directory of root.
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

    /** The port that the server listens on; it stays the same until {@link #close()}. */
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

    /** The random password that was created with the data; a secret. */
    public String password() {
        return password;
    }

    /** The URL for the reactive client, without user and password. */
    public String reactiveUrl() {
        return "postgresql://" + host() + ":" + port + "/" + database();
    }

    /** The URL for JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** Ends all connections, stops the server and returns when all data is written. A second call does nothing. */
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

    /** Restarts the server after crashes, until this thread is interrupted. A server that was stopped deliberately stays stopped. */
    private void keepRunning() {
        try {
            while (server.process().waitFor() != 0) {
                LOG.errorf(
                        "postgres crashed, restarting it exitCode=%d",
                        server.process().exitValue());
                restart();
            }
            LOG.warn("postgres was stopped from outside; restart Yardmaster to start it again");
        } catch (InterruptedException _) {
            LOG.debug("postgres is closed");
        }
    }

    /** Retries until it succeeds, because the cause of a failure, such as a full disk, can be temporary. */
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
