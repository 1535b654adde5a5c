/** End-to-end tests of the whole service over HTTP: with real CLIs and a mock LLM API, and with fake CLIs for what real ones cannot show. */
package dev.yardmaster.story;
