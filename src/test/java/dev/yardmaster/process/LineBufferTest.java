package dev.yardmaster.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    private static final int LIMIT = 10;

    private record FoundLine(String text, long dropped) {}

    @ParameterizedTest
    @CsvSource({
        "'a|b|', 'a,b'",
        "'a|b', 'a,b'",
        "'||a||', ',,a,'",
        "'|', ''",
        "'a^|b^^|^|', 'a,b^,'",
        "'a^', 'a^'",
        "'0123456789|x|', '0123456789,x'",
        "'0123456789^|x|', '0123456789,x'",
        "'0123456789a|x|', '0123456789+1,x'",
        "'0123456789^^|x|', '0123456789+1,x'",
        "'0123456789abc^|x|', '0123456789+3,x'",
        "'0123456789abc', '0123456789+3'",
        "'0123456789abc^', '0123456789+4'",
        "'0123456789abc|0123456789de|', '0123456789+3,0123456789+2'",
    })
    void shouldFindTheSameLinesInChunksOfAnySize(String input, String expected) throws IOException {
        // Given
        byte[] bytes = input.replace('|', '\n').replace('^', '\r').getBytes(ISO_8859_1);
        List<String> found = new ArrayList<>();

        // When
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            found.add(show(read(LIMIT, inChunksOf(chunk, bytes))));
        }

        // Then
        assertThat(found).isNotEmpty().containsOnly(expected);
    }

    @Test
    void shouldFindNothingInAnEmptyStream() throws IOException {
        // When
        List<FoundLine> found = read(LIMIT, InputStream.nullInputStream());

        // Then
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldKeepOrderAndLengthOfLinesOfAllSizes(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        List<String> lines = IntStream.range(0, 300)
                .mapToObj(i -> String.valueOf((char) ('a' + i % 26)).repeat(random.nextInt(1 << random.nextInt(1, 19))))
                .toList();
        byte[] bytes = lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(ISO_8859_1);

        // When
        List<FoundLine> found = read(100_000, inRandomChunks(random, bytes));

        // Then
        assertThat(found)
                .isEqualTo(lines.stream()
                        .map(line -> new FoundLine(
                                line.substring(0, Math.min(line.length(), 100_000)),
                                Math.max(0, line.length() - 100_000)))
                        .toList());
    }

    @Test
    void shouldShrinkAfterAVeryLongLine() throws IOException {
        // Given
        LineBuffer buffer = new LineBuffer(1 << 24);
        drain(buffer, new ByteArrayInputStream(("x".repeat(5_000_000) + "\ny").getBytes(ISO_8859_1)));
        List<Integer> sizes = new ArrayList<>();

        // When
        drain(buffer, inChunksOf(100, new byte[3_000], sizes));

        // Then
        assertThat(sizes.getFirst()).isLessThanOrEqualTo(64 * 1024);
        assertThat(sizes.getLast()).isLessThanOrEqualTo(8 * 1024);
    }

    @Test
    void shouldNotExceedTheLimitInAnEndlessLine() throws IOException {
        // Given
        LineBuffer buffer = new LineBuffer(100_000);
        List<Integer> sizes = new ArrayList<>();

        // When
        drain(buffer, inChunksOf(60_000, new byte[3_000_000], sizes));

        // Then
        assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(100_000 + 64 * 1024));
    }

    private static List<FoundLine> read(int limit, InputStream in) throws IOException {
        List<FoundLine> found = new ArrayList<>();
        LineBuffer buffer = new LineBuffer(limit);
        while (buffer.read(in)) {
            buffer.takeLines(line -> found.add(found(line)));
        }
        buffer.takeRest(line -> found.add(found(line)));
        return found;
    }

    private static void drain(LineBuffer buffer, InputStream in) throws IOException {
        while (buffer.read(in)) {
            buffer.takeLines(_ -> {});
        }
    }

    private static FoundLine found(Line line) {
        return new FoundLine(new String(line.toBytes(), ISO_8859_1), line.dropped());
    }

    private static String show(List<FoundLine> found) {
        return found.stream()
                .map(line -> line.text().replace('\r', '^') + (line.dropped() > 0 ? "+" + line.dropped() : ""))
                .collect(Collectors.joining(","));
    }

    private static InputStream inChunksOf(int size, byte[] bytes) {
        return inChunksOf(size, bytes, new ArrayList<>());
    }

    /** Also records the size of the array of each read. */
    private static InputStream inChunksOf(int size, byte[] bytes, List<Integer> arrays) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                arrays.add(target.length);
                return super.read(target, offset, Math.min(length, size));
            }
        };
    }

    private static InputStream inRandomChunks(Random random, byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, random.nextInt(1, 1 << random.nextInt(1, 18))));
            }
        };
    }
}
