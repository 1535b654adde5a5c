package dev.yardmaster.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that the server prints to. The server says little (see its settings), so it is enough to rotate it at each start. */
record ServerLog(Path file) {
    private static final long ROTATE_BYTES = 1 << 20;
    private static final int TAIL_BYTES = 4096;

    /** Keeps one older file. */
    void rotate() throws IOException {
        if (size() > ROTATE_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** In bytes; 0 if there is no file. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** What was printed after the first so many bytes, at most the last 4 KiB of it. */
    String since(long start) throws IOException {
        if (size() <= start) {
            return "";
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(start, channel.size() - TAIL_BYTES));
            ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
            while (tail.hasRemaining() && channel.read(tail) >= 0) {}
            return StandardCharsets.UTF_8.decode(tail.flip()).toString().strip();
        }
    }
}
