/**
 * The command that measures the fills and writes the page of tables: {@link
 * io.tensorinit.benchmarks.table.Table}. What is measured is one list of runs of JMH, each kept as
 * JMH's JSON when it ends; the page is made of those files alone.
 */
@NullMarked
package io.tensorinit.benchmarks.table;

import org.jspecify.annotations.NullMarked;
