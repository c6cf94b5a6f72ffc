package io.tensorinit.cli;

import java.io.PrintWriter;

/**
 * The streams of one run of the command.
 *
 * @param out data only
 * @param err everything else
 * @param outIsTerminal whether a person sees {@code out} directly
 * @param errIsTerminal whether a person sees {@code err} directly
 */
record Session(PrintWriter out, PrintWriter err, boolean outIsTerminal, boolean errIsTerminal) {}
