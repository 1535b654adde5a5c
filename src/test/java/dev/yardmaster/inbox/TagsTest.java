package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<system-reminder>",
                "</system-reminder>",
                "<SYSTEM-REMINDER>",
                "< system-reminder >",
                "<\u200Bsystem-reminder>",
                "<sys\u200Btem-reminder>",
                "＜system-reminder>",
                "<user_instructions>",
                "<environment_context>",
                "<local-command-stdout>",
                "<system>",
                "</system",
                "<|im_start|>",
                "<a:function_calls>",
                "<instructions>",
            })
    void shouldDefangTagsThatACliTakesForItsOwn(String tag) {
        // When
        String text = Tags.defang("before " + tag + " after");

        // Then
        assertThat(text).startsWith("before " + Tags.BRACKET).endsWith(" after").doesNotContain("<", "＜");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "List<String> list",
                "a < b && c > d",
                "<b>bold</b>",
                "x <- y",
                "<div>",
                "1<2",
                "<3",
                "->",
                "systems < users"
            })
    void shouldKeepOtherText(String text) {
        assertThat(Tags.defang(text)).isEqualTo(text);
    }
}
