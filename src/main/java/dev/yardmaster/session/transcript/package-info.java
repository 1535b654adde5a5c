/** Transcripts: the messages, tool calls and errors of a session, as Markdown for people and as JSON lines for archives. */
@NullMarked
package dev.yardmaster.session.transcript;

import org.jspecify.annotations.NullMarked;
