package dev.yardmaster.testkit.llm;

import java.io.InterruptedIOException;
import java.time.Duration;

/** A pause that ends when the mock is closed. */
final class Pause {
    private Pause() {}

    static void of(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            throw new InterruptedIOException("The mock is closing");
        }
    }
}
