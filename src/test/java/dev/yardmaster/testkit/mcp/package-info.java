/** An MCP server that real CLIs start, and what servers' configurations are tried with. */
@NullMarked
package dev.yardmaster.testkit.mcp;

import org.jspecify.annotations.NullMarked;
