/**
 * Apache MXNet: the classes of {@code mxnet.initializer}, and what Gluon gives by default.
 *
 * <p>Source: T. Chen and others (2015), MXNet: a flexible and efficient machine learning library
 * for heterogeneous distributed systems; the last state of its sources, January 2023.
 */
@NullMarked
package io.tensorinit.peer.mxnet;

import org.jspecify.annotations.NullMarked;
