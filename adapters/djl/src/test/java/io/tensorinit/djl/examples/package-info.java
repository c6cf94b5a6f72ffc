/** Programs that a reader may start from; tests run them. */
@NullMarked
package io.tensorinit.djl.examples;

import org.jspecify.annotations.NullMarked;
