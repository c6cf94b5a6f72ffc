package io.tensorinit.model;

/**
 * Which of a model's parameters a store is to give their initial values: all, or only those it has
 * no values of yet. The values themselves do not depend on it, since each follows from its
 * parameter's key and index alone.
 *
 * <p>What "uninitialized" means is the store's to say:
 *
 * <ul>
 *   <li>a file (safetensors, npz) or a folder of files with its index: a parameter is uninitialized
 *       where no tensor of that name is there. One that is there is initialized, whatever its
 *       values are, zeros and NaN included; one of another shape or dtype than the model's is an
 *       error, never filled again.
 *   <li>memory: a parameter is uninitialized until it was filled, read (which fills it) or
 *       overwritten. Memory that was never written to holds no values, whatever its bytes are.
 * </ul>
 *
 * <p>A tied parameter is as initialized as the one it is tied to.
 */
public enum FillScope {
  /** All parameters: values that are there are replaced. */
  ALL,

  /** Those without values only: what is there is kept as it is. */
  ONLY_UNINITIALIZED
}
