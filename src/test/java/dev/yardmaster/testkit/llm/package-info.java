/** A mock LLM API on the loopback that real CLIs are pointed at, so that sessions can be tested offline and on demand. */
@NullMarked
package dev.yardmaster.testkit.llm;

import org.jspecify.annotations.NullMarked;
