package dev.yardmaster.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A block of shell commands in a document.
 *
 * @param number the number of the block in its document, from 1
 */
record ShellBlock(Path file, int number, String commands) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern REQUEST =
            Pattern.compile("(?m)^(?:api|curl|target/yardmaster (?:agent|task|session|message|inbox)) ");

    /** All blocks: first those of README.md, which define what the others use. */
    static List<ShellBlock> all() {
        return Documents.files().stream().flatMap(file -> of(file).stream()).toList();
    }

    private static List<ShellBlock> of(Path file) {
        List<String> blocks = BLOCK.matcher(Documents.text(file))
                .results()
                .map(match -> match.group(1))
                .toList();
        return IntStream.range(0, blocks.size())
                .mapToObj(i -> new ShellBlock(file, i + 1, blocks.get(i)))
                .toList();
    }

    /** Whether the commands send requests to a running service. */
    boolean sendsRequests() {
        return REQUEST.matcher(commands).find();
    }

    @Override
    public String toString() {
        return file + ", shell block " + number;
    }
}
