/** An MCP server for real CLIs, and unusual MCP configurations for tests. */
@NullMarked
package dev.yardmaster.testkit.mcp;

import org.jspecify.annotations.NullMarked;
