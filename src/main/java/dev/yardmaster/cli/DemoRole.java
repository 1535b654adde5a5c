package dev.yardmaster.cli;

import java.io.IOException;

/** What a simulated agent does. Not thread-safe. */
interface DemoRole {
    /** Plays the turn of a prompt. */
    void turn(String prompt) throws IOException, InterruptedException;
}
