/**
 * Checkpoint files: safetensors and NumPy's npz, written and read tensor by tensor, so that memory
 * does not grow with the model.
 *
 * <p>{@link io.tensorinit.format.CheckpointWriter} makes a file that appears whole or not at all;
 * {@link io.tensorinit.format.CheckpointReader} reads one, or a folder of them, as the formats' own
 * readers do. {@link io.tensorinit.format.CheckpointWriter#complete} and {@link
 * io.tensorinit.format.ShardCompletion} add tensors to what is there. A file's frame (header,
 * archive records) and the places of its tensors are computed by a {@code FileLayout} before
 * anything is written; the tensors themselves are written in any order.
 *
 * <p>To add a kind of file: a constant in {@link io.tensorinit.format.CheckpointFormat}, a {@code
 * FileLayout}, a reader.
 */
@NullMarked
package io.tensorinit.format;

import org.jspecify.annotations.NullMarked;
