package dev.yardmaster.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The log file of the server. The server logs little (see its settings), so a rotation at each start is sufficient. */
record ServerLog(Path file) {
    private static final long ROTATE_BYTES = 1 << 20;
    private static final int TAIL_BYTES = 4096;

    /** Renames a large file and replaces the previous one; so one older file is kept. */
    void rotate() throws IOException {
        if (size() > ROTATE_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The size in bytes; 0 if the file does not exist. */
    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The content from a byte offset on, at most its last 4 KiB. */
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
