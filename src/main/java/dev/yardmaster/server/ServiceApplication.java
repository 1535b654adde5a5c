package dev.yardmaster.server;

import dev.yardmaster.login.LoginLink;
import dev.yardmaster.process.InitProcess;
import io.quarkus.runtime.QuarkusApplication;
import java.net.URI;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The application that Quarkus runs after the start of the service. Quarkus creates the instance, so static fields pass the task to it. */
public class ServiceApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(ServiceApplication.class);

    private static @Nullable HomeLock lock;
    private static @Nullable ServiceTask task;

    private final ServiceAddress address;
    private final LoginLink login;

    ServiceApplication(ServiceAddress address, LoginLink login) {
        this.address = address;
        this.login = login;
    }

    static void prepare(HomeLock newLock, ServiceTask newTask) {
        lock = newLock;
        task = newTask;
    }

    @Override
    public int run(String... arguments) throws Exception {
        HomeLock home = lock;
        ServiceTask current = task;
        if (home == null || current == null) {
            throw new IllegalStateException("The application was started without its home");
        }
        InitProcess.warning().ifPresent(LOG::warn);
        URI uri = address.get();
        home.announce(uri.toString());
        return current.whileRunning(uri, login.create(uri));
    }
}
