/**
 * PyTorch 2.13: the functions of {@code torch.nn.init}, and what {@code reset_parameters} of each
 * layer of {@code torch.nn} does.
 *
 * <p>Source: A. Paszke and others (2019), PyTorch: an imperative style, high-performance deep
 * learning library; {@code torch/nn/init.py}, which is the same in 2.14.
 */
@NullMarked
package io.tensorinit.peer.torch;

import org.jspecify.annotations.NullMarked;
