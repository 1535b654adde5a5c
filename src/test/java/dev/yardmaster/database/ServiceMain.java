package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Path;

/** A separate process in place of the service: starts the database and stops it when its standard input ends. */
final class ServiceMain {
    private ServiceMain() {}

    public static void main(String[] args) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]), Path.of(args[1]))) {
            System.out.println("READY " + postgres.jdbcUrl() + " " + postgres.password());
            System.in.transferTo(System.err);
        }
        System.out.println("CLOSED");
    }
}
