package io.tensorinit.cuda.testkit;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.driver.SolverLibrary;
import java.util.Set;

/** Some of a machine's libraries, as if the others were missing. */
public final class SomeLibraries extends NoLibraries {
  private final Libraries all;
  private final Set<Library> some;

  public SomeLibraries(Libraries all, Set<Library> some) {
    this.all = all;
    this.some = Set.copyOf(some);
  }

  private Libraries of(Library library) {
    return some.contains(library) ? all : new NoLibraries();
  }

  @Override
  public Presence find(Library library) {
    return of(library).find(library);
  }

  @Override
  public RandomLibrary random() {
    return of(Library.CURAND).random();
  }

  @Override
  public BlasLibrary blas() {
    return of(Library.CUBLAS).blas();
  }

  @Override
  public SolverLibrary solver() {
    return of(Library.CUSOLVER).solver();
  }
}
