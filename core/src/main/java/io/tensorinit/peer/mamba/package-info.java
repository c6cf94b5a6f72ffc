/**
 * Mamba and Mamba-2: the laws of A, D and dt, and what {@code mamba_ssm} gives its models.
 *
 * <p>Source: A. Gu, T. Dao (2023), Mamba: linear-time sequence modeling with selective state
 * spaces; T. Dao, A. Gu (2024), Transformers are SSMs; state-spaces/mamba of July 2026.
 */
@NullMarked
package io.tensorinit.peer.mamba;

import org.jspecify.annotations.NullMarked;
