/**
 * Examples of other projects' documentation, in TensorInit: each is a test, so each compiles and
 * does what it says. {@code README.md} beside it sets them side by side with the originals.
 */
@NullMarked
package io.tensorinit.examples;

import org.jspecify.annotations.NullMarked;
