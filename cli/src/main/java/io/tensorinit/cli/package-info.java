/**
 * The command {@code tensorinit}: parsing and printing only, everything it does is the library's.
 *
 * <p>One class a subcommand; {@link io.tensorinit.cli.Main} runs them, {@code Failure} decides what
 * a fault looks like from outside (one line, an exit code), {@code Console} holds the streams.
 */
@NullMarked
package io.tensorinit.cli;

import org.jspecify.annotations.NullMarked;
