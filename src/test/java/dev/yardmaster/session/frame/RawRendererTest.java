package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawRendererTest {
    @Test
    void shouldAddTheRawLinesToEachFrame() {
        // Given
        LogSlice slice = SliceFixture.of(
                7,
                new String[] {"{\"seq\":7}", "{\"seq\":8}", "{\"seq\":9}", "{\"seq\":10}"},
                "one",
                "",
                "{\"a\":\"\\n\"}\n\nthree \"🚂\"",
                "last");

        // When
        ByteSlice rendered = RawRenderer.render(slice);

        // Then
        List<String> frames = SliceFixture.frames(rendered);
        assertThat(frames)
                .extracting(RawRendererTest::raw)
                .containsExactly(
                        JsonArray.of("one"),
                        JsonArray.of(),
                        JsonArray.of("{\"a\":\"\\n\"}", "", "three \"🚂\""),
                        JsonArray.of("last"));
        assertThat(frames.get(2)).startsWith("id: 9\nevent: test\ndata: {\"seq\":9,\"raw\":[");
    }

    @Test
    void shouldReplaceBytesThatAreNotUtf8() {
        // Given
        LogSlice whole = SliceFixture.of(1, new String[] {"{\"seq\":1}"}, "ab");
        whole.raw().array()[whole.raw().end() - 1] = (byte) 0xff;

        // When
        ByteSlice rendered = RawRenderer.render(whole);

        // Then
        assertThat(raw(new String(rendered.toArray(), StandardCharsets.UTF_8))).isEqualTo(JsonArray.of("a\ufffd"));
    }

    private static JsonArray raw(String frame) {
        return new JsonObject(frame.substring(frame.indexOf("data: ") + 6)).getJsonArray("raw");
    }
}
