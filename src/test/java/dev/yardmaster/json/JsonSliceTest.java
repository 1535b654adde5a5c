package dev.yardmaster.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonSliceTest {
    @Test
    void shouldEncodeAnyTextAsAString() {
        // When
        JsonSlice slice = JsonSlice.ofString("a \"b\" \n\u0001 é 😀 \ud83d!");

        // Then
        assertThat(slice).hasToString("\"a \\\"b\\\" \\n\\u0001 é 😀 ?!\"");
    }
}
