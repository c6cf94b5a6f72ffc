/**
 * A whole model and its checkpoint file: {@link io.tensorinit.checkpoint.Checkpoints#write
 * initialize}, {@link io.tensorinit.checkpoint.Checkpoints#verify verify}, {@link
 * io.tensorinit.checkpoint.Checkpoints#inspect inspect}. Everything streams: memory does not grow
 * with the model (one orthogonal matrix at a time is unavoidable).
 */
@NullMarked
package io.tensorinit.checkpoint;

import org.jspecify.annotations.NullMarked;
