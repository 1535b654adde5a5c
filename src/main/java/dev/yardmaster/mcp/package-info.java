/** MCP servers as users configure them, independent of any provider. */
@NullMarked
package dev.yardmaster.mcp;

import org.jspecify.annotations.NullMarked;
