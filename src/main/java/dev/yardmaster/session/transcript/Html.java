package dev.yardmaster.session.transcript;

import dev.yardmaster.process.Redactor;
import dev.yardmaster.session.Session;

/** A transcript as one page of HTML that needs nothing else. All texts are escaped, so that a text of an agent is never markup. */
final class Html extends ReadableTranscript {
    /** For browsers that show a transcript of the service itself: the page may do nothing but show itself. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private static final String STYLE = """
            body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
            h2 { margin: 2rem 0 0; font-size: 1rem; } h2 time { font-weight: normal; opacity: .6; }
            blockquote, pre { margin: .5rem 0; padding: .5rem 1rem; border-left: 3px solid #8888; white-space: pre-wrap; overflow-wrap: anywhere; }
            pre { background: #8881; font-size: .85rem; }
            """;

    Html(Session session, Redactor redactor) {
        super(session, redactor);
    }

    @Override
    String title(String title) {
        return "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>" + escaped(title)
                + "</title>\n<style>\n" + STYLE + "</style>\n<h1>" + escaped(title) + "</h1>\n";
    }

    @Override
    String section(String title, String code, String at) {
        String name = code.isEmpty() ? "" : " <code>" + escaped(code) + "</code>";
        return "<h2>" + escaped(title) + name + " <time>" + escaped(at) + "</time></h2>\n";
    }

    @Override
    String item(String name, String value) {
        return "<div>" + escaped(name) + ": <code>" + escaped(value) + "</code></div>\n";
    }

    @Override
    String quote(String clean) {
        return "<blockquote>" + escaped(clean) + "</blockquote>\n";
    }

    @Override
    String block(String language, String content) {
        return "<pre>" + escaped(content) + "</pre>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
