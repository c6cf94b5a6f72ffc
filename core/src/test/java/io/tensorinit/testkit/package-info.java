/**
 * What every backend is tested with: the contract it extends unchanged, the law one element at a
 * time, samples of every plan, known answers, and statistics. In core's test jar.
 */
package io.tensorinit.testkit;
