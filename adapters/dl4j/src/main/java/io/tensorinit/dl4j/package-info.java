/**
 * Deeplearning4j's networks, initialized by name: {@link io.tensorinit.dl4j.Dl4jNetworks} fills a
 * whole network, {@link io.tensorinit.dl4j.NamedWeightInit} is the weight initialization of one
 * parameter in a configuration.
 *
 * <p>Needs a Deeplearning4j of the user's own, 1.0.0-M2.1. What it does not let through (the files
 * are those of that release):
 *
 * <ul>
 *   <li>{@code IWeightInit.init} (line 46) is told fans, shape and memory, and no name. So a {@code
 *       NamedWeightInit} says its own; a whole network's names are those of its {@code paramTable}:
 *       layer index or vertex name, {@code _}, the parameter's key.
 *   <li>Only what goes through {@code IWeightInit} is drawn from a law that can be read: a {@code
 *       SameDiffLayer} initializes its parameters in code ({@code SameDiffParamInitializer}, line
 *       99), and needs a rule of the user's.
 * </ul>
 */
@NullMarked
package io.tensorinit.dl4j;

import org.jspecify.annotations.NullMarked;
