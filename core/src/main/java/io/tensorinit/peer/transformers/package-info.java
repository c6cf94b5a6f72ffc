/**
 * Hugging Face Transformers 5.18: {@code _init_weights} of its base class, of GPT-2 and of T5.
 *
 * <p>Source: T. Wolf and others (2020), Transformers: state-of-the-art natural language processing;
 * A. Radford and others (2019), Language models are unsupervised multitask learners; C. Raffel and
 * others (2020), Exploring the limits of transfer learning with a unified text-to-text transformer.
 */
@NullMarked
package io.tensorinit.peer.transformers;

import org.jspecify.annotations.NullMarked;
