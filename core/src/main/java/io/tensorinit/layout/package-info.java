/**
 * What the axes of a weight mean, and the fans that follow from it: {@link
 * io.tensorinit.layout.Layout} is the visible value, {@link io.tensorinit.layout.FanRule} how a
 * convention reads a shape. Nothing here knows a library; each library's conventions stand in its
 * own room below {@code io.tensorinit.peer}.
 */
@NullMarked
package io.tensorinit.layout;

import org.jspecify.annotations.NullMarked;
