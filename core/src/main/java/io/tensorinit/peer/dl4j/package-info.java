/**
 * Eclipse Deeplearning4j: {@code WeightInit} and the distributions, and how its layers count fans.
 *
 * <p>Source: Deeplearning4j, deeplearning4j.konduit.ai; {@code org.deeplearning4j.nn.weights} in
 * its monorepo, in both generations of files.
 */
@NullMarked
package io.tensorinit.peer.dl4j;

import org.jspecify.annotations.NullMarked;
