/** Fixtures for tests of the whole service: its home and database, HTTP clients, and programs that agents run. */
package dev.yardmaster.testkit;
