/** Stories told through the whole service over HTTP: with the real CLI and a mock LLM API, and with fake CLIs for what the real one cannot show. */
package dev.yardmaster.story;
