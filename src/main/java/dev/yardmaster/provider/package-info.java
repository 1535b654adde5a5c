/**
 * The contract between the service and an agent CLI.
 *
 * <p>To add a provider, create a package {@code dev.yardmaster.provider.<name>} with two classes. No other package refers to it.
 *
 * <ol>
 *   <li>An {@link dev.yardmaster.provider.AgentProvider}, a CDI bean without state of its own. It describes the CLI, turns a
 *       {@link dev.yardmaster.provider.LaunchRequest} into a command, checks whether an executable is usable
 *       ({@link dev.yardmaster.provider.Probe} does the common part), and lists models.
 *   <li>A {@link dev.yardmaster.provider.Dialogue}, one for each session. It turns the lines that the CLI prints into
 *       {@link dev.yardmaster.provider.AgentEvent}s, and messages into lines for the CLI. It has no threads, no clock and no process, so tests
 *       replay recorded lines. {@link dev.yardmaster.provider.JsonLines} parses lines of JSON, and
 *       {@link dev.yardmaster.provider.OneShotDialogue} is the base for CLIs that take one prompt.
 * </ol>
 *
 * <pre>
 *   LaunchRequest --launch--> LaunchSpec --connect--> Connection (a child process, or a CLI's server)
 *                                              lines |     ^ replies
 *                                                    v     |
 *   HTTP API: messages, interrupts  ---------->    Dialogue    ---------->  AgentEvents: session log, limits, usage
 * </pre>
 *
 * <p>A CLI with a shared server implements its own {@link dev.yardmaster.provider.Connection}; all others use
 * {@link dev.yardmaster.provider.ChildConnection}. The test {@code ProviderContractTest} checks the contract for every provider, and the test
 * package {@code dev.yardmaster.provider.fourth} is a minimal provider to start from. CLIs that speak the protocol of a known CLI need no
 * code: users declare them by configuration ({@code dev.yardmaster.provider.declared}).
 */
@NullMarked
package dev.yardmaster.provider;

import org.jspecify.annotations.NullMarked;
