package dev.yardmaster.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    @Test
    void shouldCreateIdsOfVersionSevenInAscendingOrder() {
        // When
        List<UUID> ids = Stream.generate(Ids::next).limit(100_000).toList();

        // Then
        assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(ids.stream().map(UUID::toString))
                .isSortedAccordingTo(String::compareTo)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldNotCreateAnIdTwiceInParallel() {
        // When
        List<UUID> ids =
                IntStream.range(0, 100_000).parallel().mapToObj(_ -> Ids.next()).toList();

        // Then
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void shouldParseAnIdInUpperAndLowerCase() {
        // Given
        UUID id = Ids.next();

        // When
        var parsed = List.of(Ids.parse(id.toString()), Ids.parse(id.toString().toUpperCase(Locale.ROOT)));

        // Then
        assertThat(parsed).allSatisfy(it -> assertThat(it).contains(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "1-1-1-1-1",
                "01a2178d-59b1-7102-83a8-bf1eb959c72",
                "01a2178d-59b1-7102-83a8-bf1eb959c7zz"
            })
    void shouldNotParseAnythingElse(String text) {
        // When
        var parsed = Ids.parse(text);

        // Then
        assertThat(parsed).isEmpty();
    }
}
