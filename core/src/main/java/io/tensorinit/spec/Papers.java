package io.tensorinit.spec;

/** The publications that stand under more than one name, each cited once. */
public final class Papers {
  /** Glorot's scheme. */
  public static final String GLOROT =
      "Glorot, Bengio (2010), Understanding the difficulty of training deep feedforward neural"
          + " networks";

  /** U(-l, l), l = 1 / sqrt(n), of variance 1 / (3 n): the scheme that Glorot's improves on. */
  public static final String COMMON_HEURISTIC = GLOROT + ", eq. 1: the commonly used heuristic";

  /** He's scheme. */
  public static final String HE = "He, Zhang, Ren, Sun (2015), Delving deep into rectifiers";

  /** LeCun's scheme. */
  public static final String LECUN = "LeCun, Bottou, Orr, Mueller (1998), Efficient BackProp";

  /** Orthogonal weights. */
  public static final String SAXE =
      "Saxe, McClelland, Ganguli (2014), Exact solutions to the nonlinear dynamics of learning in"
          + " deep linear neural networks";

  /** How a random orthogonal matrix is formed. */
  public static final String STEWART =
      "Stewart (1980), The efficient generation of random orthogonal matrices with an application"
          + " to condition estimators";

  /** The identity as a weight. */
  public static final String LE =
      "Le, Jaitly, Hinton (2015), A simple way to initialize recurrent networks of rectified linear"
          + " units";

  /** Weights with an exact number of zeros. */
  public static final String MARTENS =
      "Martens (2010), Deep learning via Hessian-free optimization";

  /** The bias of a forget gate. */
  public static final String JOZEFOWICZ =
      "Jozefowicz, Zaremba, Sutskever (2015), An empirical exploration of recurrent network"
          + " architectures";

  /** Mamba. */
  public static final String MAMBA =
      "Gu, Dao (2023), Mamba: linear-time sequence modeling with selective state spaces";

  /** Mamba-2. */
  public static final String MAMBA_2 = "Dao, Gu (2024), Transformers are SSMs";

  /** Residual projections that shrink with the depth. */
  public static final String GPT_2 =
      "Radford et al. (2019), Language models are unsupervised multitask learners, section 2.3";

  /** Distributions; a chapter or section follows. */
  public static final String JOHNSON =
      "Johnson, Kotz, Balakrishnan (1994), Continuous univariate distributions, volume 1, ";

  /** The cut normal's mean and std. */
  public static final String CUT_NORMAL = JOHNSON + "section 13.10.1";

  /** The log-normal. */
  public static final String LOG_NORMAL = JOHNSON + "chapter 14";

  /** The binomial. */
  public static final String BINOMIAL =
      "Johnson, Kemp, Kotz (2005), Univariate discrete distributions, chapter 3";

  private Papers() {}
}
