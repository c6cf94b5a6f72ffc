package io.tensorinit.cuda.testkit;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.driver.SolverLibrary;

/** A machine with a driver and none of NVIDIA's libraries. */
public class NoLibraries implements Libraries {
  @Override
  public Presence find(Library library) {
    return new Presence(library, false, library.fileName() + " not found");
  }

  @Override
  public RandomLibrary random() {
    throw missing(Library.CURAND);
  }

  @Override
  public BlasLibrary blas() {
    throw missing(Library.CUBLAS);
  }

  @Override
  public SolverLibrary solver() {
    throw missing(Library.CUSOLVER);
  }

  private BackendException missing(Library library) {
    return new BackendException(library.title() + " cannot be used: " + find(library).detail());
  }
}
