/**
 * EleutherAI gpt-neox: its init methods, and which of its matrices take which.
 *
 * <p>Source: S. Black and others (2022), GPT-NeoX-20B: an open-source autoregressive language
 * model; {@code megatron/model/init_functions.py} of May 2026.
 */
@NullMarked
package io.tensorinit.peer.neox;

import org.jspecify.annotations.NullMarked;
