/**
 * What a peer is, a library whose names, parameters and conventions can be asked for by a prefix:
 * {@link io.tensorinit.peer.Peer} with its {@linkplain io.tensorinit.peer.NameTable tables} of
 * {@linkplain io.tensorinit.peer.NameEntry names}, each with its {@linkplain
 * io.tensorinit.peer.ConfigParameter parameters}, formula and source; and what the peers share. All
 * that is known of one library stands in a package below this one, its room.
 *
 * <p>For developers: an entry declares its parameters with their defaults once; the check of a
 * {@linkplain io.tensorinit.peer.Config config}, the values a factory reads and the listing all
 * come from that declaration. To add a library, make a room for it: a {@code YourPeer} with its
 * conventions and the version that was read, its {@code YourNames} and its recipe; then a line in
 * {@code io.tensorinit.names.Peers}.
 *
 * <p>The formulas were read from the sources of the libraries at the versions that {@link
 * io.tensorinit.peer.Peer#source} names, and checked against what they return where they could be
 * run.
 */
@NullMarked
package io.tensorinit.peer;

import org.jspecify.annotations.NullMarked;
