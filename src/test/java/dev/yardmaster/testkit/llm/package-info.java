/** A mock LLM API on the loopback interface for real CLIs, so that tests of sessions need no network and can request any behaviour. */
@NullMarked
package dev.yardmaster.testkit.llm;

import org.jspecify.annotations.NullMarked;
