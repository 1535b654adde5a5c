package dev.yardmaster.session.transcript;

import dev.yardmaster.process.Redactor;
import dev.yardmaster.session.Session;
import dev.yardmaster.session.handoff.HandOffText;

/**
 * A transcript as Markdown. Messages are quotations, because a quotation ends whatever is open in it, such as a fence. What a tool gets and
 * returns is in a fenced block.
 */
final class Markdown extends ReadableTranscript {
    Markdown(Session session, Redactor redactor) {
        super(session, redactor);
    }

    @Override
    String title(String title) {
        return "# " + title + "\n\n";
    }

    @Override
    String section(String title, String code, String at) {
        String name = code.isEmpty() ? "" : " " + Fences.inline(code);
        return "\n## " + title + name + "\n\n*" + at + "*\n\n";
    }

    @Override
    String item(String name, String value) {
        return "- " + name + ": " + Fences.inline(value) + "\n";
    }

    @Override
    String quote(String clean) {
        return HandOffText.quote(clean);
    }

    @Override
    String block(String language, String content) {
        return Fences.block(language, content);
    }
}
