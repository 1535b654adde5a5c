package dev.yardmaster.top;

import dev.yardmaster.top.Key.Name;
import java.util.Optional;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** Reads keys from a terminal. */
final class Keys {
    private final NonBlockingReader reader;
    private final BindingReader bindings;
    private final KeyMap<Name> keys = new KeyMap<>();

    Keys(Terminal terminal) {
        reader = terminal.reader();
        bindings = new BindingReader(reader);
        keys.setUnicode(Name.TEXT);
        keys.setNomatch(Name.OTHER);
        for (char character = ' '; character < 127; character++) {
            keys.bind(Name.TEXT, String.valueOf(character));
        }
        // Terminals send the sequences of either mode, whatever was asked of them.
        keys.bind(Name.UP, KeyMap.key(terminal, Capability.key_up), "\033[A", "\033OA", KeyMap.ctrl('P'));
        keys.bind(Name.DOWN, KeyMap.key(terminal, Capability.key_down), "\033[B", "\033OB", KeyMap.ctrl('N'));
        keys.bind(Name.PAGE_UP, KeyMap.key(terminal, Capability.key_ppage), "\033[5~", KeyMap.ctrl('B'));
        keys.bind(Name.PAGE_DOWN, KeyMap.key(terminal, Capability.key_npage), "\033[6~", KeyMap.ctrl('F'));
        keys.bind(Name.HOME, KeyMap.key(terminal, Capability.key_home), "\033[H", "\033[1~");
        keys.bind(Name.END, KeyMap.key(terminal, Capability.key_end), "\033[F", "\033[4~");
        keys.bind(Name.ENTER, "\r", "\n");
        keys.bind(Name.ESCAPE, "\033");
        keys.bind(Name.BACKSPACE, "\177", "\b");
        keys.bind(Name.CLEAR, KeyMap.ctrl('U'));
        keys.bind(Name.INTERRUPT, KeyMap.ctrl('C'));
        keys.bind(Name.SUSPEND, KeyMap.ctrl('Z'));
        keys.bind(Name.REDRAW, KeyMap.ctrl('L'));
    }

    /** The next key; empty if none arrives within a time. */
    Optional<Key> next(long millis) {
        return switch (bindings.peekCharacter(millis)) {
            case NonBlockingReader.READ_EXPIRED -> Optional.empty();
            case NonBlockingReader.EOF -> Optional.of(Key.of(Name.CLOSED));
            default -> Optional.of(read());
        };
    }

    private Key read() {
        Name name = bindings.readBinding(keys);
        if (name == null) {
            return Key.of(Name.CLOSED);
        }
        return name == Name.TEXT ? Key.text(bindings.getLastBinding()) : Key.of(name);
    }
}
