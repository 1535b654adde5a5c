package dev.yardmaster.server;

import io.quarkus.runtime.QuarkusApplication;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What Quarkus runs once the service is up. Quarkus makes the instance, so what it is to do is handed over in static fields. */
public class ServiceApplication implements QuarkusApplication {
    private static @Nullable HomeLock lock;
    private static @Nullable ServiceTask task;

    private final ServiceAddress address;

    ServiceApplication(ServiceAddress address) {
        this.address = address;
    }

    static void prepare(HomeLock newLock, ServiceTask newTask) {
        lock = newLock;
        task = newTask;
    }

    @Override
    public int run(String... arguments) throws Exception {
        HomeLock home = lock;
        ServiceTask todo = task;
        if (home == null || todo == null) {
            throw new IllegalStateException("The application was started without its home");
        }
        URI uri = address.get();
        home.announce(uri.toString());
        return todo.whileRunning(uri);
    }
}
