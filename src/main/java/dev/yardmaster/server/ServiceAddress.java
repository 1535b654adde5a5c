package dev.yardmaster.server;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where the service listens, which with port 0 is known only once it does. */
@Singleton
class ServiceAddress {
    private final CompletableFuture<URI> address = new CompletableFuture<>();

    void started(@ObservesAsync HttpServerStart event) {
        String host = event.options().getHost();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        String literal = reachable.contains(":") ? "[" + reachable + "]" : reachable;
        address.complete(URI.create("http://" + literal + ":" + event.options().getPort()));
    }

    URI get() throws Exception {
        return address.get(30, TimeUnit.SECONDS);
    }
}
