package dev.yardmaster.top;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.ShutdownHooks;

/**
 * The terminal while it shows the fleet: alternate screen, no cursor, and keys that arrive one by one. {@link #close} restores it, and so does the
 * end of the process by a signal. One thread draws; any thread may close.
 */
final class Screen implements AutoCloseable {
    private static final Size DEFAULT = new Size(80, 24);

    // Runs before the hook of the terminal itself, because it is added first.
    private final ShutdownHooks.Task hook = ShutdownHooks.add(this::close);
    private final Terminal terminal;
    private final Attributes original;
    private final Display display;
    private final Keys keys;
    private volatile boolean resized;
    private List<AttributedString> drawn = List.of();
    private boolean entered;
    private boolean closed;

    Screen() {
        terminal = terminal();
        original = terminal.getAttributes();
        display = new Display(terminal, true);
        keys = new Keys(terminal);
        Signals.on("WINCH", () -> resized = true);
        Signals.on("CONT", () -> resized = true);
        enter();
    }

    private Terminal terminal() {
        try {
            return TerminalBuilder.builder()
                    .name("yardmaster")
                    .system(true)
                    .dumb(false)
                    // The JVM prints warnings if code calls native functions without permission.
                    .ffm(Screen.class.getModule().isNativeAccessEnabled())
                    // It needs the same permission, and does not restore all modes.
                    .jni(false)
                    // The widths of the layout do not depend on what the terminal answers.
                    .graphemeCluster(false)
                    .nativeSignals(false)
                    .build();
        } catch (IOException | IllegalStateException e) {
            ShutdownHooks.remove(hook);
            throw new ClientException(
                    Kind.USAGE,
                    "The terminal can't be opened: " + e.getMessage() + ". Use `yardmaster top --once`.",
                    e);
        }
    }

    Charset encoding() {
        return terminal.outputEncoding();
    }

    Size size() {
        Size size = terminal.getSize();
        return size.getColumns() > 0 && size.getRows() > 0 ? size : DEFAULT;
    }

    /** Whether the size may have changed since the last call. */
    boolean isResized() {
        boolean changed = resized;
        resized = false;
        return changed;
    }

    /** Waits for a key, but not longer than a time. */
    Optional<Key> key(long millis) {
        return keys.next(millis);
    }

    /** Draws the difference to the lines that were drawn before. */
    synchronized void draw(List<AttributedString> lines) {
        if (entered && !lines.equals(drawn)) {
            display.update(lines, 0);
            drawn = lines;
        }
    }

    /** Forgets what was drawn, so that the next lines are drawn as a whole. */
    synchronized void clear() {
        if (entered) {
            // A shell that continues the process may have changed the modes.
            raw();
            Size size = size();
            display.resize(size.getRows(), size.getColumns());
            terminal.puts(Capability.clear_screen);
            display.reset();
            drawn = List.of();
        }
    }

    /** Stops the processes of the terminal's foreground job, as Ctrl-Z does in other programs. Returns when the user continues them. */
    void suspend() throws InterruptedException {
        leave();
        try {
            new ProcessBuilder("sh", "-c", "kill -s TSTP 0").inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            enter();
        }
    }

    /** Shows the normal screen, to which any thread may print. Keys still arrive one by one. */
    synchronized void showOutput() {
        if (entered) {
            entered = false;
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
        }
    }

    /** Prints a line to the normal screen. */
    synchronized void println(String line) {
        terminal.writer().println(line);
        terminal.flush();
    }

    /** Shows the fleet after {@link #showOutput}. */
    synchronized void showFleet() {
        enter();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        leave();
        ShutdownHooks.remove(hook);
        try {
            terminal.close();
        } catch (IOException _) {
            // The terminal is gone.
        }
    }

    private synchronized void enter() {
        if (closed || entered) {
            return;
        }
        entered = true;
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        clear();
        terminal.flush();
    }

    /** Ctrl-C and Ctrl-Z are keys too, so that the terminal is restored before the process ends or stops. */
    private void raw() {
        terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
    }

    private synchronized void leave() {
        showOutput();
        terminal.puts(Capability.keypad_local);
        terminal.flush();
        terminal.setAttributes(original);
    }
}
