package dev.yardmaster.top;

import sun.misc.Signal;

/** Signals of the operating system. The JDK has no other interface to them, and that of JLine works by reflection, which a native executable lacks. */
final class Signals {
    private Signals() {}

    /** Runs an action whenever the process gets a signal, such as {@code WINCH}. */
    static void on(String name, Runnable action) {
        Signal.handle(new Signal(name), _ -> action.run());
    }
}
