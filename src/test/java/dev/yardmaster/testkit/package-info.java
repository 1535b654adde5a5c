/** What tests of the whole service share: its home and database, its clients, and programs for its agents to run. */
package dev.yardmaster.testkit;
