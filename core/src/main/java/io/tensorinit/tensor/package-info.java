/**
 * What a tensor is called and made of: its {@link io.tensorinit.tensor.Shape}, the {@link
 * io.tensorinit.tensor.DType} of its elements, the {@link io.tensorinit.tensor.Key} they are drawn
 * from, which follows from a {@link io.tensorinit.tensor.Seed} and a name, and a {@link
 * io.tensorinit.tensor.Region}, a part of it. The lowest floor: nothing here needs anything else.
 */
@NullMarked
package io.tensorinit.tensor;

import org.jspecify.annotations.NullMarked;
